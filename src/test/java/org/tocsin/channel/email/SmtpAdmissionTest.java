package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A relay's own limit of connections is found, kept to, and tried again. */
class SmtpAdmissionTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SmtpAdmission admission = new SmtpAdmission(8, nanos::get);

    @Test
    void asManyAsConfiguredUntilOneIsTurnedAway() {
        assertThat(admission.limit()).isEqualTo(8);

        admission.opened();
        admission.opened();

        assertThat(admission.turnedAway()).isTrue();
        assertThat(admission.limit()).isEqualTo(2);
    }

    @Test
    void oneMoreIsTriedNowAndThen() {
        admission.opened();
        admission.turnedAway();

        pass(Duration.ofSeconds(9));
        assertThat(admission.limit()).isEqualTo(1);

        pass(Duration.ofSeconds(1));
        assertThat(admission.limit()).isEqualTo(2);
        assertThat(admission.limit()).isEqualTo(2);

        pass(Duration.ofHours(1));
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(10));
            assertThat(admission.limit()).isLessThanOrEqualTo(8);
        }
        assertThat(admission.limit()).isEqualTo(8);
    }

    @Test
    void whereNoneStandsTheRelayIsDownAndNotFull() {
        admission.opened();
        admission.turnedAway();
        admission.closed();

        assertThat(admission.turnedAway()).isFalse();
        assertThat(admission.limit()).as("as many as ever when it is back").isEqualTo(8);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
