package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

    private final RetryPlan plan = new RetryPlan(new Random(1));

    @Test
    void triesForAboutThreeDaysAndThenNoMore() {
        Duration all = IntStream.rangeClosed(1, 9)
                .mapToObj(failed -> plan.after(failed, Duration.ZERO).orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(all).isBetween(Duration.ofHours(60), Duration.ofHours(91));
        assertThat(plan.after(10, Duration.ZERO)).isEmpty();
    }

    @Test
    void spreadsTheWaits() {
        Set<Duration> waits = IntStream.range(0, 100)
                .mapToObj(i -> plan.after(2, Duration.ZERO).orElseThrow())
                .collect(Collectors.toSet());

        assertThat(waits).hasSizeGreaterThan(50).allSatisfy(wait -> assertThat(wait)
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6)));
    }

    @Test
    void waitsLongerWhenAskedToButNotForEver() {
        assertThat(plan.after(1, Duration.ofHours(1))).contains(Duration.ofHours(1));
        assertThat(plan.after(1, Duration.ofDays(1000))).contains(Duration.ofHours(24));
        assertThat(plan.after(5, Duration.ofSeconds(1)).orElseThrow()).isGreaterThan(Duration.ofHours(3));
    }
}
