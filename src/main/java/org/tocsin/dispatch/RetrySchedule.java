package org.tocsin.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** When to try again: about 1, 5, 15, 30 and 60 minutes after a try that counted, then hourly, each with jitter. */
final class RetrySchedule {

    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60));

    /** Where the provider gave no wait of its own and the try did not count. */
    private static final Duration NOT_COUNTED = Duration.ofSeconds(20);

    /** How far a wait is spread to either side, so that a thousand refused at once do not come back at once. */
    private static final double SPREAD = 0.2;

    private final RandomGenerator random;

    /** @param random one that several threads may ask, unless only one asks for waits */
    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait after a try that counted.
     *
     * @param burnt how many have counted, this one included; from 1
     */
    Duration afterBurnt(int burnt) {
        return jittered(STEPS.get(Math.min(burnt, STEPS.size()) - 1));
    }

    /** The wait after a try that did not count: the provider was too busy, or the message never began to leave. */
    Duration afterUncounted() {
        return jittered(NOT_COUNTED);
    }

    private Duration jittered(Duration wait) {
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }
}
