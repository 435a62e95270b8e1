package org.tocsin.channel;

import java.util.OptionalDouble;

/**
 * What a channel would take at this moment.
 *
 * @param messages how many at once: 0 while every provider counts as down, 1 while one is on trial
 * @param provider the configured name of the provider that would take them, or null when none would
 * @param perSecond that provider's pace over all replicas, in messages (SMS: segments) per second; empty: unlimited
 */
public record Readiness(int messages, String provider, OptionalDouble perSecond) {

    /** Every provider counts as down. */
    public static final Readiness NONE = new Readiness(0, null, OptionalDouble.empty());
}
