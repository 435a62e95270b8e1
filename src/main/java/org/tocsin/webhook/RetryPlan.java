package org.tocsin.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When to try again: the schedule that Standard Webhooks suggests, over three days, each wait with jitter. */
final class RetryPlan {

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** What a receiver may ask us to wait at most. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** How far a wait is spread to either side. */
    private static final double SPREAD = 0.2;

    private final RandomGenerator random;

    RetryPlan(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait after a try that failed; empty when it was the last.
     *
     * @param failed how many have, this one included; from 1
     * @param asked the wait that the receiver asks for, which counts when it is longer; may be zero
     */
    Optional<Duration> after(int failed, Duration asked) {
        if (failed > WAITS.size()) {
            return Optional.empty();
        }
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        Duration wait = Duration.ofMillis(Math.round(WAITS.get(failed - 1).toMillis() * factor));
        Duration longest = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return Optional.of(wait.compareTo(longest) > 0 ? wait : longest);
    }
}
