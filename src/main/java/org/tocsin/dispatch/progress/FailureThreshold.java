package org.tocsin.dispatch.progress;

import org.tocsin.batch.Batch;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Tally;

/** Whether so many of a batch's messages failed that it is to be held. */
final class FailureThreshold {

    /** Answers before a share of failures means anything. */
    private static final long ENOUGH_ANSWERS = 50;

    private FailureThreshold() {}

    /**
     * Compares the share of failures with the batch's threshold; a bounce after the acceptance is a failure too. What had failed
     * when a person last looked at it and went on is left out.
     */
    static boolean passed(Batch batch, Tally tally) {
        if (batch.policy.holdThresholds() == null || batch.holdsWaived) {
            return false;
        }
        long failed = tally.deliveries(DeliveryState.FAILED) - batch.failuresSeen;
        long answered = failed + tally.deliveries(DeliveryState.ACCEPTED) + tally.deliveries(DeliveryState.DELIVERED);
        return answered >= ENOUGH_ANSWERS
                && failed * 100.0 / answered
                        >= batch.policy.holdThresholds().failedPercent().doubleValue();
    }
}
