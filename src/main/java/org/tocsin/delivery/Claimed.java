package org.tocsin.delivery;

import java.time.Instant;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * A delivery that this replica has in hand.
 *
 * @param epoch the claim's number; intent and outcome carry it, so that a claim which was lost changes nothing
 * @param attempts how many attempts have been begun before this claim
 * @param burnt how many of them count against the person's schedule
 * @param giveUpAt when retrying ends, unless the batch is stopped before then
 * @param dueAt when it was due
 * @param turnGivenAt when it was given that time for the sake of its recipient's domain, or null
 */
public record Claimed(
        UUID deliveryId,
        UUID noticeId,
        UUID batchId,
        ChannelKind channel,
        long epoch,
        int attempts,
        int burnt,
        boolean resent,
        Instant giveUpAt,
        Instant dueAt,
        Instant turnGivenAt,
        UUID variantId,
        long position,
        String customerRef) {

    /** The number of the attempt that this claim would make. */
    public int attempt() {
        return attempts + 1;
    }
}
