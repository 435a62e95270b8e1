package org.tocsin.testing;

import java.nio.charset.StandardCharsets;
import org.tocsin.receipt.bounce.Mails;

/** Emails that a mail server took, and sends back later. */
public final class BouncedMail {

    private BouncedMail() {}

    /** Sends back the first email that a recipient was sent, for a full mailbox: it can be that later ones arrive. */
    public static void firstOf(ScriptedSmtpServer mail, String recipient, ServiceApi api) {
        String returnPath = mail.messages().stream()
                .filter(received -> received.recipients().toString().contains(recipient))
                .map(received -> received.envelopeFrom().replaceAll("[<>]", ""))
                .findFirst()
                .orElseThrow();
        api.as("mail-feed")
                .contentType("message/rfc822")
                .body(Mails.report(returnPath, recipient, "5.2.2", "failed", "smtp; 552 5.2.2 mailbox full")
                        .getBytes(StandardCharsets.UTF_8))
                .post("/hooks/email/bounces")
                .then()
                .statusCode(202);
    }
}
