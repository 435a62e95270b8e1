package org.tocsin.benchmark;

import java.util.Arrays;

/**
 * How long answers took.
 *
 * @param p50Millis half of them came within
 * @param p99Millis 99 of 100 came within
 */
record Latencies(int answers, double p50Millis, double p99Millis, double maxMillis) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** @param nanos at least one */
    static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), sorted[sorted.length - 1] / NANOS_PER_MILLI);
    }

    // Nearest rank: the smallest value that so many of all values do not exceed.
    private static double rank(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
