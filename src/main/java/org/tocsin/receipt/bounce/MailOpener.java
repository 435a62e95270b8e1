package org.tocsin.receipt.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.dsn.DeliveryStatus;

/**
 * Takes a mail apart, however broken it is: a part that the library cannot read counts as the text that it is made of.
 *
 * <p>Bounces are where broken MIME lives, so each part is opened by itself, and a fault in one leaves the others.
 */
final class MailOpener {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_PARTS = 50;
    private static final int MAX_TEXT_CHARS = 32 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<InternetHeaders> reports = new ArrayList<>();
    private InternetHeaders feedback;
    private InternetHeaders returned;
    private int parts;

    private MailOpener() {}

    /** Opens a mail. */
    static OpenedMail open(byte[] mail) {
        return new MailOpener().take(mail);
    }

    private OpenedMail take(byte[] mail) {
        InternetHeaders headers = new InternetHeaders();
        try {
            headers = new InternetHeaders(new ByteArrayInputStream(mail), true);
            walk(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)), 0);
        } catch (MessagingException e) {
            addText(PartText.decode(mail, null));
        }
        String whole = text.toString().isBlank() ? PartText.withoutTags(html.toString()) : text.toString();
        String notice = QuotedMessage.before(whole);
        InternetHeaders quoted =
                returned != null ? returned : QuotedMessage.headersIn(whole.substring(notice.length()));
        if (reports.isEmpty()) {
            // A provider that wraps another's bounce says nothing of its own.
            reports.addAll(ReportGroups.inText(Codes.in(notice).none() ? whole : notice));
        }
        return new OpenedMail(headers, notice, whole, List.copyOf(reports), feedback, quoted);
    }

    private void walk(MimePart part, int depth) {
        if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            return;
        }
        try {
            if (part.isMimeType("multipart/*")) {
                walkParts(part, depth);
            } else if (part.isMimeType("message/delivery-status")
                    || part.isMimeType("message/global-delivery-status")) {
                addReport(part.getInputStream());
            } else if (part.isMimeType("message/feedback-report")) {
                feedback = feedback == null ? new InternetHeaders(part.getInputStream(), true) : feedback;
            } else if (part.isMimeType("message/*") || part.isMimeType("text/rfc822-headers")) {
                returned = returned == null ? new InternetHeaders(part.getInputStream(), true) : returned;
            } else if (part.isMimeType("text/html")) {
                html.append(PartText.of(part)).append('\n');
            } else if (part.isMimeType("text/*") && (returned == null || text.isEmpty())) {
                addText(PartText.of(part));
            }
        } catch (MessagingException | IOException | RuntimeException e) {
            addText(PartText.raw(part)); // the library's parsers throw what their authors did not think of, too
        }
    }

    private void walkParts(MimePart part, int depth) throws MessagingException {
        MimeMultipart multipart = new MimeMultipart(new MimePartDataSource(part));
        int count = multipart.getCount();
        if (count == 0) {
            addText(PartText.raw(part));
        }
        for (int i = 0; i < count; i++) {
            walk((MimePart) multipart.getBodyPart(i), depth + 1);
        }
    }

    private void addReport(InputStream content) throws MessagingException, IOException {
        DeliveryStatus status = new DeliveryStatus(content);
        reports.add(status.getMessageDSN());
        for (int i = 0; i < status.getRecipientDSNCount(); i++) {
            reports.add(status.getRecipientDSN(i));
        }
    }

    private void addText(String more) {
        int room = MAX_TEXT_CHARS - text.length();
        text.append(more, 0, Math.min(more.length(), room)).append(room > 0 ? "\n" : "");
    }
}
