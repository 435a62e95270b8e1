package org.tocsin.testing;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.platform.Digests;

/**
 * What a mail says of itself.
 *
 * @param delivery from its Message-ID, or null when that names none
 * @param body SHA-256 over the decoded bytes of its parts, in hex
 */
record TakenMail(UUID delivery, String body) {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Pattern ID = Pattern.compile("<([0-9a-f-]{36})@[^>]*>");

    static TakenMail of(byte[] bytes) {
        try {
            MimeMessage mail = new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
            String messageId = mail.getMessageID();
            Matcher id = ID.matcher(messageId == null ? "" : messageId);
            MessageDigest digest = Digests.sha256();
            digestOf(mail, digest);
            return new TakenMail(id.matches() ? UUID.fromString(id.group(1)) : null, Digests.hex(digest.digest()));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail that nobody can read", e);
        }
    }

    private static void digestOf(Part part, MessageDigest digest) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            // Not getContent(), which asks the class path each time who can make a multipart of it.
            Multipart parts = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart one = parts.getBodyPart(i);
                digestOf(one, digest);
            }
            return;
        }
        try (InputStream content = part.getInputStream()) {
            digest.update(content.readAllBytes());
        }
    }
}
