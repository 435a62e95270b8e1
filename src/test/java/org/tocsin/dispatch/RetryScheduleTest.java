package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryScheduleTest {

    @Property
    void waitsNeverLeaveTheJitterAroundTheirStep(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int burnt) {
        long[] minutes = {1, 5, 15, 30, 60};
        Duration step = Duration.ofMinutes(minutes[Math.min(burnt, 5) - 1]);
        Duration wait = new RetrySchedule(new SplittableRandom(seed)).afterBurnt(burnt);
        assertThat(wait)
                .isBetween(
                        step.multipliedBy(8).dividedBy(10),
                        step.multipliedBy(12).dividedBy(10));
    }

    @Example
    void spreadsAThousandRefusedAtOnce() {
        RetrySchedule schedule = new RetrySchedule(new SplittableRandom(7));
        long distinct = Stream.generate(() -> schedule.afterBurnt(2))
                .limit(1_000)
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(900);
    }
}
