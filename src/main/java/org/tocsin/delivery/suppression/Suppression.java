package org.tocsin.delivery.suppression;

import java.time.Instant;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * An address that nothing is sent to, as people may see it.
 *
 * @param address masked
 * @param deliveryId the delivery that it comes from, or null
 * @param note of the person who added it, or null
 * @param expiresAt when it ends by itself, or null for until it is lifted
 */
public record Suppression(
        UUID id,
        ChannelKind channel,
        String address,
        SuppressionReason reason,
        Source source,
        UUID deliveryId,
        String note,
        String addedBy,
        Instant addedAt,
        Instant expiresAt) {

    /** Where the knowledge comes from. */
    public enum Source {
        /** A message to it was refused or came back. */
        DELIVERY,
        /** Somebody added it by hand. */
        PERSON,
        /** Whoever is there said so, in answer to a message. */
        RECIPIENT
    }
}
