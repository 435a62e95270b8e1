package org.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.Watchdog.Watch;

/** Bites once, when it is due, and only whom it still watches. */
@Timeout(30)
class WatchdogTest {

    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void bitesOnceWhenTheLimitIsOver() {
        try (Watchdog watchdog = new Watchdog()) {
            AtomicInteger first = new AtomicInteger();
            AtomicInteger later = new AtomicInteger();
            watchdog.after(SOON, first::incrementAndGet);
            await().untilAtomic(first, is(1));

            watchdog.after(SOON, later::incrementAndGet);
            await().untilAtomic(later, is(1));
            assertThat(first).as("rounds later").hasValue(1);
        }
    }

    @Test
    void leavesAloneWhatIsCalledOffOrNotDue() {
        try (Watchdog watchdog = new Watchdog()) {
            AtomicInteger bitten = new AtomicInteger();
            AtomicInteger due = new AtomicInteger();
            Watch calledOff = watchdog.after(SOON, bitten::incrementAndGet);
            calledOff.close();
            calledOff.close();
            watchdog.after(Duration.ofHours(1), bitten::incrementAndGet);
            watchdog.after(SOON, due::incrementAndGet);

            await().untilAtomic(due, is(1));
            assertThat(bitten).hasValue(0);
        }
    }

    @Test
    void goesOnAfterABiteThatFails() {
        try (Watchdog watchdog = new Watchdog()) {
            AtomicInteger due = new AtomicInteger();
            watchdog.after(SOON, () -> {
                throw new IllegalStateException("cannot be ended");
            });
            watchdog.after(Duration.ofMillis(150), due::incrementAndGet);

            await().untilAtomic(due, is(1));
        }
    }
}
