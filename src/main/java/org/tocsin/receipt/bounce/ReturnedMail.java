package org.tocsin.receipt.bounce;

import java.util.List;
import java.util.stream.Stream;

/**
 * A mail that came back, as it was read.
 *
 * @param recipients whom a bounce or a complaint names, in its order; empty for every other kind
 * @param marks what in it may name the message that it is about
 */
public record ReturnedMail(MailKind kind, List<ReportedRecipient> recipients, Marks marks) {

    /**
     * What may name the message that came back. All of it is the word of whoever wrote the mail, until a keyed check passes.
     *
     * @param sentTo the addresses that the mail itself was sent to, a return path of ours perhaps
     * @param deliveryHeaders values of our own header in what it quotes
     * @param messageIds the Message-IDs in what it quotes, without angle brackets
     * @param providerIds what the mail provider called the message when it took it
     */
    public record Marks(
            List<String> sentTo, List<String> deliveryHeaders, List<String> messageIds, List<String> providerIds) {

        static final Marks NONE = new Marks(List.of(), List.of(), List.of(), List.of());

        /** A Message-ID alone. */
        public static Marks ofMessageId(String messageId) {
            return new Marks(List.of(), List.of(), List.of(messageId), List.of());
        }

        /** These, and the others behind them. */
        Marks and(Marks others) {
            return new Marks(
                    both(sentTo, others.sentTo),
                    both(deliveryHeaders, others.deliveryHeaders),
                    both(messageIds, others.messageIds),
                    both(providerIds, others.providerIds));
        }

        private static List<String> both(List<String> first, List<String> then) {
            return Stream.concat(first.stream(), then.stream()).toList();
        }
    }
}
