package org.tocsin.dispatch.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchPolicy;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Tally;

class FailureThresholdTest {

    private final Batch batch = batchWithThreshold("10");

    @Test
    void aTenthOfFiftyAnswersPasses() {
        assertThat(passed(4, 46)).isFalse();
        assertThat(passed(5, 45)).isTrue();
    }

    @Test
    void aFewAnswersSayNothing() {
        assertThat(passed(49, 0)).isFalse();
    }

    @Test
    void afterAPersonHasGoneOnOnlyWhatFailedSinceCounts() {
        batch.failuresSeen = 40;
        assertThat(passed(44, 10)).as("too few beside those seen").isFalse();
        assertThat(passed(44, 46)).isFalse();
        assertThat(passed(45, 45)).isTrue();
    }

    @Test
    void lateBouncesCountAmongAllThatWereAnswered() {
        assertThat(passed(99, 901)).isFalse();
        assertThat(passed(100, 900)).isTrue();
    }

    @Test
    void withoutAThresholdNothingPasses() {
        batch.policy = policy(null);
        assertThat(passed(1_000, 0)).isFalse();
    }

    @Test
    void aBatchThatAnEarlierVersionLetGoOnHasNoThreshold() {
        batch.holdsWaived = true;
        assertThat(passed(1_000, 0)).isFalse();
    }

    private boolean passed(long failed, long accepted) {
        Map<DeliveryState, Long> deliveries = Map.of(DeliveryState.FAILED, failed, DeliveryState.ACCEPTED, accepted);
        return FailureThreshold.passed(batch, new Tally(deliveries, 0, 0, 0, 0, 0, 0));
    }

    private static Batch batchWithThreshold(String percent) {
        Batch batch = new Batch();
        batch.policy = policy(new BatchPolicy.HoldThresholds(new BigDecimal(percent)));
        return batch;
    }

    private static BatchPolicy policy(BatchPolicy.HoldThresholds thresholds) {
        return new BatchPolicy(null, null, null, null, null, null, null, null, thresholds, null, null, null, null);
    }
}
