package org.tocsin.delivery;

import java.time.Instant;
import java.util.UUID;

/**
 * What became of a claim, and where the delivery goes from here.
 *
 * @param next one of ACCEPTED, FAILED, DUE, UNKNOWN, HELD, UNDELIVERABLE
 * @param dueAt when it is to be looked at again, for DUE and UNKNOWN; else null
 * @param reason why, in one word, for people and reports; or null
 * @param attempt what to write of the attempt, or null when none was begun and there is nothing to tell
 */
public record Outcome(
        UUID deliveryId,
        UUID noticeId,
        long epoch,
        int attemptNumber,
        DeliveryState next,
        Instant dueAt,
        String reason,
        boolean burns,
        AttemptEnd attempt) {

    public Outcome {
        if (!DeliveryState.SENDING.mayBecome(next)) {
            throw new IllegalArgumentException("a claim cannot end in " + next);
        }
    }
}
