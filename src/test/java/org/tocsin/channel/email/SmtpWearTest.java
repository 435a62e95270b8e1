package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A connection ends by its messages or by its age, and is asked after a rest. */
class SmtpWearTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // the platform's count may start anywhere
    private final SmtpWear wear = new SmtpWear(
            Relay.config(Map.of("host", "localhost", "max-connection-age", "PT2M", "messages-per-connection", "3")),
            nanos::get);

    @Test
    void endsByItsMessages() {
        wear.used();
        wear.used();
        assertThat(wear.wornOut()).isFalse();

        wear.used();
        assertThat(wear.wornOut()).isTrue();
    }

    @Test
    void endsByItsAgeHoweverBusy() {
        pass(Duration.ofSeconds(119));
        wear.used();
        assertThat(wear.wornOut()).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(wear.wornOut()).isTrue();
    }

    @Test
    void isDoubtedAfterARest() {
        pass(Duration.ofSeconds(4));
        assertThat(wear.doubtful()).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(wear.doubtful()).isTrue();

        wear.used();
        assertThat(wear.doubtful()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
