package org.tocsin.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long MILLI = 1_000_000;

    @Test
    void percentilesAreByNearestRankWhateverTheOrder() {
        long[] fromTheLongest =
                LongStream.rangeClosed(1, 200).map(rank -> (201 - rank) * MILLI).toArray();
        assertThat(Latencies.of(fromTheLongest)).isEqualTo(new Latencies(200, 0, 100, 198, 200));
    }

    @Test
    void oneAnswerIsEveryPercentile() {
        assertThat(Latencies.of(new long[] {7 * MILLI})).isEqualTo(new Latencies(1, 0, 7, 7, 7));
    }

    @Test
    void questionsWithoutAnAnswerAreCountedAndMakeNothingQuicker() {
        assertThat(Latencies.of(new long[] {Latencies.NO_ANSWER, 4 * MILLI, Latencies.NO_ANSWER}))
                .isEqualTo(new Latencies(1, 2, 4, 4, 4));
        assertThatThrownBy(() -> Latencies.of(new long[] {Latencies.NO_ANSWER}))
                .isInstanceOf(IllegalStateException.class);
    }
}
