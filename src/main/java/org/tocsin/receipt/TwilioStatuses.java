package org.tocsin.receipt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.sms.CountedCodes;
import org.tocsin.delivery.feedback.ReceiptMeaning;
import org.tocsin.delivery.feedback.ReceiptMoves;

/**
 * What Twilio's words for a message's status mean.
 *
 * <p>Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values.
 */
@ApplicationScoped
class TwilioStatuses {

    private static final Map<String, ReceiptMeaning> MEANINGS = Map.ofEntries(
            Map.entry("accepted", ReceiptMeaning.TAKEN),
            Map.entry("scheduled", ReceiptMeaning.TAKEN),
            Map.entry("queued", ReceiptMeaning.TAKEN),
            Map.entry("sending", ReceiptMeaning.TAKEN),
            Map.entry("sent", ReceiptMeaning.TAKEN),
            Map.entry("delivered", ReceiptMeaning.ARRIVED),
            Map.entry("read", ReceiptMeaning.ARRIVED),
            Map.entry("undelivered", ReceiptMeaning.LOST),
            Map.entry("failed", ReceiptMeaning.LOST),
            Map.entry("canceled", ReceiptMeaning.LOST));

    private final MeterRegistry meters;
    private final CountedCodes codes;

    TwilioStatuses(MeterRegistry meters) {
        this.meters = meters;
        this.codes = new CountedCodes(meters);
    }

    /** What a receipt of Twilio's says. */
    ReceiptMoves.News read(Receipt receipt) {
        ReceiptMeaning meaning = meaning(receipt);
        String failure = meaning == ReceiptMeaning.LOST ? failureClass(receipt).name() : null;
        return new ReceiptMoves.News(receipt.deliveryId(), receipt.attempt(), receipt.providerId(), meaning, failure);
    }

    // A word that we do not know proves that Twilio has the message, and no more.
    private ReceiptMeaning meaning(Receipt receipt) {
        ReceiptMeaning known = MEANINGS.get(receipt.status());
        if (known != null) {
            return known;
        }
        Counter.builder("tocsin.receipt.unknown.statuses")
                .description("reports with a status that is in no table")
                .tag("provider", receipt.provider())
                .tag("status", receipt.status())
                .register(meters)
                .increment();
        return ReceiptMeaning.TAKEN;
    }

    // Without a code nobody said why: like 30008, Twilio's own "unknown error", it marks neither the address nor us.
    private FailureClass failureClass(Receipt receipt) {
        return receipt.errorCode() == null
                ? FailureClass.MAILBOX_UNABLE
                : codes.classOf(receipt.provider(), receipt.errorCode());
    }
}
