package org.tocsin.benchmark;

import java.time.Duration;
import java.util.Map;

/**
 * One contender's measured run.
 *
 * @param messages what the sink counted
 * @param sending from the first to the last message at the sink
 * @param elapsed as the contender's user sees it: from its start, or from the approval, to its end
 * @param wireBytes per message, SMTP commands included
 * @param cpuSeconds by process, over the elapsed time; empty where it was not measured
 */
record Run(
        String name,
        long messages,
        Duration sending,
        Duration elapsed,
        long wireBytes,
        Map<String, Double> cpuSeconds) {

    /** Messages per second. */
    double rate() {
        return messages / (sending.toNanos() / 1e9);
    }

    /** The mean of two runs of the same, in messages per second. */
    static double meanRate(Run before, Run after) {
        return (before.rate() + after.rate()) / 2;
    }

    /** Microseconds of CPU for one message, by process. */
    double cpuMicros(String process) {
        return cpuSeconds.get(process) * 1e6 / messages;
    }
}
