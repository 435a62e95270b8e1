package org.tocsin.benchmark;

import java.time.Duration;
import java.util.Map;

/**
 * People who were taken in or planned.
 *
 * @param elapsed as the caller sees it, until they are all there for good
 * @param cpuSeconds by process, over the elapsed time
 * @param diskBytes by which the database's files have grown, its log not counted
 */
record Load(String name, long people, Duration elapsed, Map<String, Double> cpuSeconds, long diskBytes) {

    double seconds() {
        return elapsed.toNanos() / 1e9;
    }

    /** People per second. */
    double rate() {
        return people / seconds();
    }

    /** Microseconds of CPU for one person, by process. */
    double cpuMicros(String process) {
        return cpuSeconds.get(process) * 1e6 / people;
    }
}
