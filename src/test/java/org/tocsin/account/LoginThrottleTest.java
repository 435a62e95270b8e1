package org.tocsin.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.SettableClock;

class LoginThrottleTest {

    private final SettableClock clock = new SettableClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void letsAFewSlipsPassAndThenWaitsLongerEachTime() {
        assertThat(admit("author", "a")).isZero();
        assertThat(admit("author", "b")).isZero();
        assertThat(admit("author", "c")).isZero();
        Duration first = admit("author", "d");
        assertThat(first).isPositive();

        clock.advance(first);
        assertThat(admit("author", "e")).isZero();
        assertThat(admit("author", "f")).isGreaterThan(first);
    }

    @Property(tries = 50)
    void neverMakesAnyoneWaitLongerThan30Seconds(@ForAll @IntRange(min = 1, max = 200) int failures) {
        SettableClock time = new SettableClock();
        LoginThrottle patient = new LoginThrottle(time);
        for (int i = 0; i < failures; i++) {
            Duration wait = patient.admit("author", "a");
            assertThat(wait).isLessThanOrEqualTo(LoginThrottle.LONGEST_WAIT);
            time.advance(wait);
        }
        assertThat(patient.admit("author", "b")).isLessThanOrEqualTo(LoginThrottle.LONGEST_WAIT);
    }

    @Test
    void countsTriesThatAreStillRunning() {
        for (int i = 0; i < 3; i++) {
            admit("author", "a");
        }
        assertThat(admit("author", "a")).isPositive();
    }

    @Test
    void forgetsTheFailuresOfAnAccountAtItsSuccess() {
        for (int i = 0; i < 3; i++) {
            admit("author", "a");
        }
        throttle.succeeded("author", "a");

        assertThat(admit("author", "a")).isZero();
    }

    @Test
    void doesNotMakeAHolderSufferFromOthersGuessing() {
        admit("author", "home");
        throttle.succeeded("author", "home");
        for (int i = 0; i < 20; i++) {
            admit("author", "attacker " + i);
        }

        assertThat(admit("author", "elsewhere")).isPositive();
        assertThat(admit("author", "home")).isZero();
    }

    @Test
    void slowsASourceThatTriesManyAccounts() {
        for (int i = 0; i < 10; i++) {
            assertThat(admit("name" + i, "a")).isZero();
        }
        assertThat(admit("name10", "a")).isPositive();
        assertThat(admit("name10", "b")).isZero();
    }

    @Test
    void doesNotForgetASourceBecauseItKnowsOnePassword() {
        for (int i = 0; i < 10; i++) {
            admit("name" + i, "a");
        }
        Duration wait = admit("own", "a");
        clock.advance(wait);
        admit("own", "a");
        throttle.succeeded("own", "a");
        admit("name10", "a");

        assertThat(admit("name11", "a")).isPositive();
    }

    /** Behind a proxy everyone comes from one address. */
    @Test
    void doesNotMakeWhoCameBeforeSufferFromWhatOthersTryFromTheSameSource() {
        admit("author", "proxy");
        throttle.succeeded("author", "proxy");
        for (int i = 0; i < 20; i++) {
            admit("name" + i, "proxy");
        }

        assertThat(admit("newcomer", "proxy")).isPositive();
        assertThat(admit("author", "proxy")).isZero();
        throttle.succeeded("author", "proxy");
    }

    @Test
    void aSuccessMakesNobodyWait() {
        for (int i = 0; i < 15; i++) {
            clock.advance(admit("name" + i, "proxy"));
            admit("name" + i, "proxy");
        }
        clock.advance(LoginThrottle.LONGEST_WAIT);
        for (String holder : new String[] {"author", "approver", "support"}) {
            assertThat(admit(holder, "proxy")).as(holder).isZero();
            throttle.succeeded(holder, "proxy");
        }
    }

    @Test
    void keepsNoNameThatNobodyCanHave() {
        for (int i = 0; i < 3; i++) {
            assertThat(admit("x".repeat(10_000) + i, "source" + i)).isZero();
        }
        assertThat(admit("y".repeat(10_000), "b")).isPositive();
        assertThat(admit("author", "c")).isZero();
    }

    @Test
    void forgetsAfterAQuarterOfAnHour() {
        for (int i = 0; i < 3; i++) {
            admit("author", "a");
        }
        clock.advance(Duration.ofMinutes(16));

        for (int i = 0; i < 3; i++) {
            assertThat(admit("author", "a")).isZero();
        }
    }

    private Duration admit(String username, String source) {
        return throttle.admit(username, source);
    }
}
