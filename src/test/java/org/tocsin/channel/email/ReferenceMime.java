package org.tocsin.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import org.tocsin.channel.OutboundMessage;

/** A notice as the mail library itself makes it, from the same values: what {@link NoticeMime} must be equal to. */
final class ReferenceMime {

    private static final String UTF_8 = "UTF-8";

    private ReferenceMime() {}

    static MimeMessage build(OutboundMessage message) throws MessagingException, IOException {
        MimeMessage mime = new MimeMessage((Session) null) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + message.deliveryId() + "@" + Relay.SENDER.returnPathDomain() + ">");
            }
        };
        mime.setFrom(new InternetAddress(Relay.SENDER.from(), Relay.SENDER.name(), UTF_8));
        mime.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(message.to(), true));
        mime.setSubject(message.subject(), UTF_8);
        mime.setSentDate(Date.from(Relay.CLOCK.instant()));
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.setHeader("Content-Language", message.locale());
        mime.setHeader(DeliveryHeader.NAME, new DeliveryHeader(Relay.KEYS).value(message.deliveryId()));
        if (message.html() == null) {
            mime.setText(message.text(), UTF_8);
        } else {
            mime.setContent(
                    new MimeMultipart("alternative", part("plain", message.text()), part("html", message.html())));
        }
        mime.saveChanges();
        return parse(written(mime));
    }

    static MimeMessage parse(byte[] bytes) throws MessagingException {
        return new MimeMessage(null, new ByteArrayInputStream(bytes));
    }

    private static MimeBodyPart part(String subtype, String text) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static byte[] written(MimeMessage mime) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mime.writeTo(bytes);
        return bytes.toByteArray();
    }
}
