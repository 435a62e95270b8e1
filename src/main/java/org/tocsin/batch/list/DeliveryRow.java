package org.tocsin.batch.list;

import java.time.Instant;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.DeliveryState;

/**
 * A delivery in a list.
 *
 * @param movedBy the rule on a compromised channel that took it from the person, or null
 * @param address masked, null when there is none, or {@code purged}
 */
public record DeliveryRow(
        UUID deliveryId,
        UUID noticeId,
        String customerRef,
        ChannelKind channel,
        int rank,
        DeliveryState state,
        String reason,
        UUID movedBy,
        String address,
        String providerId,
        Instant updatedAt) {}
