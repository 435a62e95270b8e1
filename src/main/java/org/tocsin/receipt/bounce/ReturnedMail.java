package org.tocsin.receipt.bounce;

import java.util.List;

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
     */
    public record Marks(List<String> sentTo, List<String> deliveryHeaders, List<String> messageIds) {}
}
