package org.tocsin.channel;

import java.util.UUID;

/**
 * One message to one person, ready to hand over.
 *
 * @param deliveryId the delivery that it belongs to: the Message-ID is made from it and stays the same on every attempt
 * @param attempt the attempt's number within the delivery, from 1; an SMS's callback address names it, with the delivery
 * @param to an email address, or a phone number in E.164
 * @param locale the language of the text (BCP 47)
 * @param subject null for SMS
 * @param html null for SMS, and for an email without an HTML part
 */
public record OutboundMessage(
        UUID deliveryId,
        int attempt,
        ChannelKind channel,
        String to,
        String locale,
        String subject,
        String text,
        String html) {

    @Override
    public String toString() {
        return "OutboundMessage[" + deliveryId + " #" + attempt + "]"; // nothing of the person may reach a log
    }
}
