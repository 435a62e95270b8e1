package org.tocsin.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The service's clock for journeys through days: it goes on, and is put forward or back. For test profiles to enable. */
@Alternative
@ApplicationScoped
public class ShiftedClock extends Clock {

    private volatile Duration shift = Duration.ZERO;

    /** Sets it to this moment, from where it goes on. */
    public void setTo(Instant moment) {
        shift = Duration.between(Instant.now(), moment);
    }

    public void advance(Duration duration) {
        shift = shift.plus(duration);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}
