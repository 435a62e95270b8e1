package org.tocsin.dispatch;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.compose.Composer;
import org.tocsin.compose.Composition;
import org.tocsin.compose.NoticeReference;
import org.tocsin.compose.Result;
import org.tocsin.delivery.suppression.SuppressedAddresses;
import org.tocsin.dispatch.seal.BatchInHand;
import org.tocsin.template.Variant;
import org.tocsin.template.wording.SmsSegments;

/** Makes the message of one delivery. */
@Singleton // without a proxy: every message comes through here
class MessageMaker {

    /** A message, or why there is none. */
    sealed interface Made {

        /**
         * @param contentHash keyed hash of what the person will read
         * @param units what it weighs in its provider's pace: segments for SMS, 1 for email
         */
        record Message(OutboundMessage outbound, String contentHash, int units) implements Made {}

        /**
         * @param reason one word, without personal data
         */
        record Impossible(String reason) implements Made {}

        /** Nothing is sent to the person's address. */
        record Suppressed() implements Made {}
    }

    private final Composer composer;
    private final NoticeReference references;
    private final SuppressedAddresses suppressed;

    MessageMaker(Composer composer, NoticeReference references, SuppressedAddresses suppressed) {
        this.composer = composer;
        this.references = references;
        this.suppressed = suppressed;
    }

    /** Whether nothing of the batch is to be sent to that address, as far as this replica has heard. */
    boolean suppressed(BatchInHand inHand, ChannelKind channel, String to) {
        return suppressed.of(channel, to).stops(inHand.batch().policy.overridesOptOuts());
    }

    /**
     * Makes the message.
     *
     * @param person null when the record could not be opened: it was changed since it was sealed
     */
    Made make(BatchInHand inHand, UUID delivery, int attempt, ChannelKind channel, UUID variantId, Person person) {
        String to = address(channel, person);
        return to != null && suppressed(inHand, channel, to)
                ? new Made.Suppressed()
                : makeAgain(inHand, delivery, attempt, channel, variantId, person);
    }

    /** Makes a message that may have left, to look for it: whether its address has been suppressed since is not asked. */
    Made makeAgain(BatchInHand inHand, UUID delivery, int attempt, ChannelKind channel, UUID variantId, Person person) {
        if (person == null) {
            return new Made.Impossible("RECORD_UNREADABLE");
        }
        String to = address(channel, person);
        if (to == null) {
            return new Made.Impossible("NO_USABLE_ADDRESS");
        }
        Variant variant = inHand.variants().get(variantId);
        if (variant == null || variant.channel() != channel) {
            return new Made.Impossible("VARIANT_NOT_APPROVED");
        }
        String reference = references.of(inHand.batch().incidentId, person.customerRef());
        Result result = composer.compose(variant, inHand.batch().facts, person, reference);
        if (result instanceof Result.Unfit unfit) {
            return new Made.Impossible(unfit.reason());
        }
        Composition composition = ((Result.Composed) result).composition();
        return new Made.Message(
                new OutboundMessage(
                        delivery,
                        attempt,
                        channel,
                        to,
                        composition.locale(),
                        composition.subject(),
                        composition.text(),
                        composition.html()),
                composition.contentHash(),
                channel == ChannelKind.SMS ? SmsSegments.of(composition.text()).count() : 1);
    }

    private static String address(ChannelKind channel, Person person) {
        if (person == null) {
            return null;
        }
        return channel == ChannelKind.EMAIL ? person.email() : person.phone();
    }
}
