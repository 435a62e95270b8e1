package org.tocsin.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.SettableClock;

class VerifiedPasswordsTest {

    private final SettableClock clock = new SettableClock();
    private final VerifiedPasswords verified = new VerifiedPasswords(clock);
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void checksAPasswordOnceInAWhile() {
        assertThat(fits("secret", "hash", true)).isTrue();
        assertThat(fits("secret", "hash", false)).isTrue();
        assertThat(checks).hasValue(1);

        clock.advance(Duration.ofMinutes(6));
        assertThat(fits("secret", "hash", false)).isFalse();
        assertThat(checks).hasValue(2);
    }

    @Test
    void remembersNoWrongPassword() {
        assertThat(fits("wrong", "hash", false)).isFalse();
        assertThat(fits("wrong", "hash", true)).isTrue();
    }

    @Test
    void asksAgainWhenThePasswordWasChanged() {
        fits("secret", "hash", true);

        assertThat(fits("secret", "other hash", false)).isFalse();
        assertThat(fits("other", "hash", false)).isFalse();
    }

    private boolean fits(String password, String hash, boolean answer) {
        return verified.fits(password, hash, () -> {
            checks.incrementAndGet();
            return answer;
        });
    }
}
