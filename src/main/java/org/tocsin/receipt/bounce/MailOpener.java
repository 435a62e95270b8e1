package org.tocsin.receipt.bounce;

import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
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

/**
 * Takes a mail apart, however broken it is: a part that the library cannot read counts as the text that it is made of.
 *
 * <p>Bounces are where broken MIME lives, so each part is opened by itself, and a fault in one leaves the others.
 */
final class MailOpener {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_PARTS = 50;
    private static final int MAX_TEXT_CHARS = 32 * 1024;
    private static final int MAX_HTML_CHARS = 96 * 1024;
    private static final int MAX_GROUPS = 200;

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
        if (text.toString().isBlank()) {
            add(text, PartText.withoutTags(html.toString()), MAX_TEXT_CHARS);
        }
        String whole = text.toString();
        String notice = QuotedMessage.before(whole);
        InternetHeaders quoted =
                returned != null ? returned : QuotedMessage.headersIn(whole.substring(notice.length()));
        if (reports.isEmpty()) {
            // A provider that wraps another's bounce says nothing of its own.
            reports.addAll(ReportGroups.inText(Codes.in(notice).none() ? whole : notice));
        }
        return new OpenedMail(
                headers, QuotedMessage.withoutSubject(notice), whole, ReportGroups.joined(reports), feedback, quoted);
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
                add(html, PartText.of(part), MAX_HTML_CHARS);
            } else if (part.isMimeType("text/*") && (returned == null || text.isEmpty())) {
                addText(PartText.of(part));
            }
        } catch (MessagingException | IOException | RuntimeException e) {
            addText(PartText.raw(part)); // the library's parsers throw what their authors did not think of, too
        }
    }

    private void walkParts(MimePart part, int depth) throws MessagingException {
        MimeMultipart multipart = new FewParts(new MimePartDataSource(part));
        int count = multipart.getCount();
        if (count == 0) {
            addText(PartText.raw(part));
        }
        for (int i = 0; i < count; i++) {
            walk((MimePart) multipart.getBodyPart(i), depth + 1);
        }
    }

    private void addReport(InputStream content) throws MessagingException, IOException {
        // As the library's DeliveryStatus does it, which makes a group of each empty line, without end.
        InputStream groups = new ByteArrayInputStream(content.readAllBytes());
        do {
            reports.add(new InternetHeaders(groups, true)); // UTF-8 as RFC 6533 has it
        } while (groups.available() > 0 && reports.size() < MAX_GROUPS);
    }

    private void addText(String more) {
        add(text, more, MAX_TEXT_CHARS);
    }

    private static void add(StringBuilder all, String more, int most) {
        int room = most - all.length();
        if (room > 0) {
            all.append(more, 0, Math.min(more.length(), room)).append('\n');
        }
    }

    /** A multipart that is refused when it has more parts than any mail needs: each takes the library its time, and memory. */
    private static final class FewParts extends MimeMultipart {

        private static final int MOST = 4 * MAX_PARTS;

        private int begun;

        FewParts(DataSource source) throws MessagingException {
            super(source);
        }

        @Override
        protected MimeBodyPart createMimeBodyPart(InputStream part) throws MessagingException {
            count();
            return super.createMimeBodyPart(part);
        }

        @Override
        protected MimeBodyPart createMimeBodyPart(InternetHeaders headers, byte[] content) throws MessagingException {
            count();
            return super.createMimeBodyPart(headers, content);
        }

        private void count() throws MessagingException {
            if (++begun > MOST) {
                throw new MessagingException("more than " + MOST + " parts");
            }
        }
    }
}
