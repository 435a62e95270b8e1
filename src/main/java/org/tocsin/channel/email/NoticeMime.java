package org.tocsin.channel.email;

import jakarta.mail.Address;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.UnsendableException;

/**
 * Makes the MIME message of a notice: the same bytes for the same delivery at the same time.
 *
 * <p>It writes them itself, around what the platform encodes, because a message built anew by the mail library costs more
 * than all the rest of sending it. Nothing of a person is ever cut into text that is encoded already.
 */
public final class NoticeMime {

    private static final String EOL = "\r\n";
    private static final String TEXT = partHead("plain");
    private static final String HTML = partHead("html");
    // "=_" does not occur in base64 (RFC 2045, 6.7), so no text can end its own part.
    private static final String BOUNDARY = "=_tocsin";
    private static final String ALTERNATIVES =
            "Content-Type: multipart/alternative; boundary=\"" + BOUNDARY + "\"" + EOL + EOL;
    private static final byte[] TEXT_BEGINS = ascii("--" + BOUNDARY + EOL + TEXT);
    private static final byte[] HTML_BEGINS = ascii(EOL + "--" + BOUNDARY + EOL + HTML);
    private static final byte[] PARTS_END = ascii(EOL + "--" + BOUNDARY + "--" + EOL);
    private static final byte[] BODY_ENDS = ascii(EOL);
    private static final int HEADER_CHARS = 800;

    // RFC 5322, 3.3
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*");

    private final Mailbox from;
    private final boolean ownReturnPaths;
    private final String ownDomain;
    private final String fixedHeaders;
    private final ReturnPath returnPath;
    private final DeliveryHeader deliveryHeader;
    private final Clock clock;
    private volatile Dated dated;

    /** A second, as a header has it. */
    private record Dated(long epochSecond, String date) {}

    public NoticeMime(EmailSender sender, ReturnPath returnPath, DeliveryHeader deliveryHeader, Clock clock) {
        this.from = sender.mailbox();
        this.ownReturnPaths = sender.returnPathDomain() != null;
        this.ownDomain = sender.ownDomain();
        // RFC 3834: no holiday notes in return
        this.fixedHeaders = "From: " + shown(from, sender.name()) + EOL + "Auto-Submitted: auto-generated" + EOL
                + "MIME-Version: 1.0" + EOL;
        this.returnPath = returnPath;
        this.deliveryHeader = deliveryHeader;
        this.clock = clock;
    }

    /**
     * Makes the message.
     *
     * @throws UnsendableException for a recipient that is not one plain mailbox, a header with control characters, a
     *     missing part, or text that is not valid Unicode
     */
    public NoticeMessage build(OutboundMessage message) throws UnsendableException {
        Mailbox to = Mailbox.recipient(message.to())
                .orElseThrow(() -> new UnsendableException("the recipient is not one plain mailbox"));
        if (message.subject() == null || message.text() == null) {
            throw new UnsendableException("an email needs a subject and a text");
        }
        String headers = headers(message, to);
        byte[] text = TextPart.encode("the text", message.text());
        byte[] html = message.html() == null ? null : TextPart.encode("the HTML", message.html());
        return new NoticeMessage(envelopeFrom(message), to, content(headers, text, html));
    }

    private String headers(OutboundMessage message, Mailbox to) throws UnsendableException {
        StringBuilder headers = new StringBuilder(HEADER_CHARS)
                .append("Date: ")
                .append(date(clock.instant()))
                .append(EOL)
                .append(fixedHeaders);
        append(headers, "To", to.address());
        append(headers, "Message-ID", "<" + message.deliveryId() + "@" + ownDomain + ">");
        append(headers, "Subject", HeaderText.unstructured("Subject", message.subject()));
        append(headers, DeliveryHeader.NAME, deliveryHeader.value(message.deliveryId()));
        if (message.locale() != null) {
            append(headers, "Content-Language", languageTag(message.locale()));
        }
        return headers.toString();
    }

    /** Many messages are made in a second, and writing its date takes as long as the rest of their headers. */
    private String date(Instant now) {
        Dated last = dated;
        if (last == null || last.epochSecond() != now.getEpochSecond()) {
            last = new Dated(now.getEpochSecond(), DATE.format(now));
            dated = last;
        }
        return last.date();
    }

    private static void append(StringBuilder headers, String name, String value) {
        headers.append(name).append(": ").append(value).append(EOL);
    }

    private static byte[] content(String headers, byte[] text, byte[] html) {
        byte[] head = (headers + (html == null ? TEXT : ALTERNATIVES)).getBytes(StandardCharsets.UTF_8);
        int bodyBytes = text.length + (html == null ? 0 : html.length);
        int frameBytes = TEXT_BEGINS.length + HTML_BEGINS.length + PARTS_END.length;
        ByteArrayOutputStream content = new ByteArrayOutputStream(head.length + bodyBytes + frameBytes);
        content.writeBytes(head);
        if (html == null) {
            content.writeBytes(text);
            content.writeBytes(BODY_ENDS);
        } else {
            content.writeBytes(TEXT_BEGINS);
            content.writeBytes(text);
            content.writeBytes(HTML_BEGINS);
            content.writeBytes(html);
            content.writeBytes(PARTS_END);
        }
        return content.toByteArray();
    }

    private String envelopeFrom(OutboundMessage message) {
        return ownReturnPaths ? returnPath.address(message.deliveryId(), ownDomain) : from.address();
    }

    private static String shown(Mailbox mailbox, String name) {
        try {
            InternetAddress address = new InternetAddress();
            address.setAddress(mailbox.address());
            address.setPersonal(name, StandardCharsets.UTF_8.name());
            return InternetAddress.toString(new Address[] {address}, "From: ".length());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    private static String languageTag(String locale) throws UnsendableException {
        if (!LANGUAGE_TAG.matcher(locale).matches()) {
            throw new UnsendableException("Content-Language is not a language tag");
        }
        return locale;
    }

    private static String partHead(String subtype) {
        return "Content-Type: text/" + subtype + "; charset=UTF-8" + EOL + "Content-Transfer-Encoding: base64" + EOL
                + EOL;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
