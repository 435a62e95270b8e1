package org.tocsin.channel.email;

import java.util.Optional;

/**
 * Who email comes from.
 *
 * @param name null when only the address is shown
 * @param returnPathDomain null when bounces come back to {@code from}
 */
public record EmailSender(String from, String name, String returnPathDomain) {

    /** The configured sender, or empty when there is none. */
    public static Optional<EmailSender> configured(EmailConfig config) {
        return config.from()
                .map(from -> new EmailSender(
                        from,
                        config.fromName().orElse(null),
                        config.returnPathDomain().orElse(null)));
    }

    Mailbox mailbox() {
        return Mailbox.sender(from).orElseThrow(() -> new IllegalStateException("the sender was checked at start"));
    }

    /** The domain that this sender's own names are made in: of the Message-ID, and of EHLO. */
    String ownDomain() {
        return returnPathDomain == null
                ? mailbox().domain()
                : Mailbox.sender("bounce@" + returnPathDomain)
                        .orElseThrow(() -> new IllegalStateException("the domain was checked at start"))
                        .domain();
    }
}
