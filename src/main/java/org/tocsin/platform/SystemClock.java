package org.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The one place that reads the machine's time; everything else is handed a {@link Clock}, so that tests can set it. */
@ApplicationScoped
public class SystemClock {

    /** UTC in whole microseconds: PostgreSQL keeps no more, and a time must read back as it was written. */
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
