package org.tocsin.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** A MIME message to one recipient, whose Message-ID is the delivery's however often it is made. */
public final class NoticeMessage extends SMTPMessage {

    private final String messageId;
    private final InternetAddress recipient;

    NoticeMessage(String messageId, String envelopeFrom, InternetAddress recipient) throws MessagingException {
        super((Session) null);
        this.messageId = messageId;
        this.recipient = recipient;
        setEnvelopeFrom(envelopeFrom);
        setRecipient(RecipientType.TO, recipient);
    }

    /** The one address for RCPT. */
    InternetAddress recipient() {
        return recipient;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId); // the library's own would be another on every attempt
    }
}
