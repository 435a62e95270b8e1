package org.tocsin.receipt;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.ProviderWords;
import org.tocsin.contact.EmailAddress;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.receipt.bounce.ReportedRecipient;
import org.tocsin.receipt.bounce.ReturnedMail;

/** A mail that came back, as people may see it. */
record BounceExplanation(MailKind kind, List<Recipient> recipients) {

    /**
     * One recipient that the mail names.
     *
     * @param address masked, or null when the mail names none
     * @param failureClass why the message was not delivered, or null
     * @param words what the mail says, without addresses and numbers, or null
     */
    record Recipient(
            String address,
            @JsonProperty("class") FailureClass failureClass,
            boolean permanent,
            boolean addressDead,
            String status,
            Integer replyCode,
            String words) {}

    static BounceExplanation of(ReturnedMail mail) {
        return new BounceExplanation(
                mail.kind(),
                mail.recipients().stream().map(BounceExplanation::recipient).toList());
    }

    private static Recipient recipient(ReportedRecipient recipient) {
        return new Recipient(
                mask(recipient.address()),
                recipient.failureClass(),
                recipient.permanent(),
                recipient.addressDead(),
                recipient.status(),
                recipient.replyCode(),
                words(recipient));
    }

    /** The recipient's words, fit to be shown and kept. */
    static String words(ReportedRecipient recipient) {
        return ProviderWords.scrub(recipient.words(), recipient.address() == null ? "" : recipient.address());
    }

    private static String mask(String address) {
        if (address == null || address.isEmpty()) {
            return null;
        }
        return address.indexOf('@') > 0 ? new EmailAddress(address).mask() : "***";
    }
}
