package org.tocsin.batch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLooksTest {

    private final AtomicInteger looked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final BatchLooks looks = new BatchLooks(
            id -> {
                looked.incrementAndGet();
                return Optional.empty();
            },
            nanos::get);

    @Test
    void manyWhoWatchCostOneLookASecond() {
        UUID batch = UUID.randomUUID();

        IntStream.range(0, 1000).parallel().forEach(watcher -> looks.at(batch));
        assertThat(looked).hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        IntStream.range(0, 1000).parallel().forEach(watcher -> looks.at(batch));

        assertThat(looked).hasValue(2);
    }

    @Test
    void eachBatchHasItsOwn() {
        looks.at(UUID.randomUUID());
        looks.at(UUID.randomUUID());

        assertThat(looked).hasValue(2);
    }
}
