package org.tocsin.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tocsin.batch.Purpose;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.LetterState;
import org.tocsin.delivery.NoticeOutcome;

/** What a customer was told, as callers see it. */
final class CustomerNotices {

    private CustomerNotices() {}

    /**
     * One notice.
     *
     * @param confirmed whether a receipt says that it arrived
     * @param simulated whether nothing left this machine
     * @param reason why somebody was left out or not reached, or null
     * @param letter how the letter stands to somebody whom no channel reached, or null when there is none
     */
    record NoticeView(
            UUID noticeId,
            String incidentReference,
            UUID incidentId,
            UUID batchId,
            Purpose purpose,
            NoticeOutcome outcome,
            String reason,
            boolean confirmed,
            boolean simulated,
            List<DeliveryView> deliveries,
            LetterState letter) {}

    /**
     * One notice over one channel.
     *
     * @param address masked, null when there is none, or {@code purged} once the records have been
     */
    record DeliveryView(
            UUID deliveryId,
            ChannelKind channel,
            DeliveryState state,
            String reason,
            String address,
            String providerId,
            Instant updatedAt,
            List<AttemptView> attempts) {}

    /** One try. */
    record AttemptView(
            int number,
            Instant startedAt,
            Instant endedAt,
            String stage,
            String result,
            @JsonProperty("class") String failureClass,
            String code,
            String words,
            String contentHash) {}
}
