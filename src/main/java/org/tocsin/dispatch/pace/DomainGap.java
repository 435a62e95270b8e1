package org.tocsin.dispatch.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * How far apart two messages to one recipient domain must be.
 *
 * @param configured as the operator wants it; zero: no limit
 * @param backedOff as it became when the domain last said "too fast"; zero: it never did
 * @param backedOffAt when that was, or null
 */
record DomainGap(Duration configured, Duration backedOff, Instant backedOffAt) {

    /** The first gap after a complaint: four messages a second. */
    static final Duration FIRST = Duration.ofMillis(250);

    /** However often a domain complains, one message a minute is still tried, or nobody would notice that it has recovered. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** A backed-off gap shorter than this is over. */
    static final Duration NEGLIGIBLE = Duration.ofMillis(5);

    private static final Duration HALVED_EVERY = Duration.ofMinutes(1);

    /** A burst of messages under way complains many times about the one pace that they were sent at. */
    private static final Duration ONE_COMPLAINT = Duration.ofSeconds(2);

    /** The gap at a moment: half as long with every quiet minute, never below the configured one. */
    Duration at(Instant now) {
        Duration recovered = recovering(now);
        return recovered.compareTo(configured) > 0 ? recovered : configured;
    }

    /** Whether nothing holds the domain back any more. */
    boolean over(Instant now) {
        return at(now).isZero();
    }

    /** The gap after another "too fast": twice as long, at most {@link #LONGEST}. */
    DomainGap afterComplaint(Instant now) {
        if (backedOffAt != null && Duration.between(backedOffAt, now).compareTo(ONE_COMPLAINT) < 0) {
            return this;
        }
        Duration doubled = at(now).multipliedBy(2);
        Duration longer = doubled.compareTo(FIRST) < 0 ? FIRST : doubled;
        return new DomainGap(configured, longer.compareTo(LONGEST) > 0 ? LONGEST : longer, now);
    }

    private Duration recovering(Instant now) {
        if (backedOffAt == null) {
            return Duration.ZERO;
        }
        double halvings = Math.max(0, Duration.between(backedOffAt, now).toMillis()) / (double) HALVED_EVERY.toMillis();
        Duration left = Duration.ofNanos(Math.round(backedOff.toNanos() * Math.pow(0.5, halvings)));
        return left.compareTo(NEGLIGIBLE) < 0 ? Duration.ZERO : left;
    }
}
