package org.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The one place that reads the machine's time; everything else is handed a {@link Clock}, so that tests can set it. */
@ApplicationScoped
public class SystemClock {

    /** UTC in whole microseconds: PostgreSQL keeps no more, and a time must read back as it was written. */
    @Produces
    @ApplicationScoped
    Clock clock() {
        return new Microseconds(Clock.systemUTC());
    }

    /** {@code Clock.tick} would do, but its {@code millis()} divides by zero for a tick below a millisecond (JDK 17). */
    private static final class Microseconds extends Clock {

        private final Clock base;

        Microseconds(Clock base) {
            this.base = base;
        }

        @Override
        public Instant instant() {
            return base.instant().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new Microseconds(base.withZone(zone));
        }
    }
}
