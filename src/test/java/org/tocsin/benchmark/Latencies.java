package org.tocsin.benchmark;

import java.util.Arrays;

/**
 * How long answers took.
 *
 * @param unanswered questions that got none, or another than was to come
 * @param p50Millis half of them came within
 * @param p99Millis 99 of 100 came within
 */
record Latencies(int answers, int unanswered, double p50Millis, double p99Millis, double maxMillis) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Stands for the time of an answer that did not come. */
    static final long NO_ANSWER = -1;

    /** @param nanos one for each question, {@link #NO_ANSWER} among them */
    static Latencies of(long[] nanos) {
        long[] sorted =
                Arrays.stream(nanos).filter(time -> time != NO_ANSWER).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("none of " + nanos.length + " questions got an answer");
        }
        return new Latencies(
                sorted.length,
                nanos.length - sorted.length,
                rank(sorted, 0.50),
                rank(sorted, 0.99),
                sorted[sorted.length - 1] / NANOS_PER_MILLI);
    }

    // Nearest rank: the smallest value that so many of all values do not exceed.
    private static double rank(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
