package org.tocsin.channel.email;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.UnsendableException;

/** Makes the MIME message of a notice: the same bytes for the same delivery at the same time. */
public final class NoticeMime {

    // RFC 5322, 3.3
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*");
    // Short enough for one line (RFC 5322, 2.1.1) and nothing that a reader would take for an encoded word.
    private static final Pattern PLAIN_SUBJECT = Pattern.compile("(?!.*=\\?)[!-~](?:[ -~]{0,66}[!-~])?");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    private final EmailSender sender;
    private final ReturnPath returnPath;
    private final DeliveryHeader deliveryHeader;
    private final Clock clock;

    public NoticeMime(EmailSender sender, ReturnPath returnPath, DeliveryHeader deliveryHeader, Clock clock) {
        this.sender = sender;
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
        Mailbox to = Mailbox.parse(message.to())
                .orElseThrow(() -> new UnsendableException("the recipient is not one plain mailbox"));
        if (message.subject() == null || message.text() == null) {
            throw new UnsendableException("an email needs a subject and a text");
        }
        String subject = HeaderText.checked("Subject", message.subject());
        HeaderText.encodable("the text", message.text());
        try {
            NoticeMessage mime = new NoticeMessage(messageId(message), envelopeFrom(message), mailbox(to));
            mime.setFrom(from());
            mime.setHeader(
                    "Subject", PLAIN_SUBJECT.matcher(subject).matches() ? subject : HeaderText.encodedWords(subject));
            mime.setHeader("Date", DATE.format(clock.instant()));
            mime.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notes in return
            if (message.locale() != null) {
                mime.setHeader("Content-Language", languageTag(message.locale()));
            }
            mime.setHeader(DeliveryHeader.NAME, deliveryHeader.value(message.deliveryId()));
            if (message.html() == null) {
                fill(mime, "plain", message.text());
            } else {
                HeaderText.encodable("the HTML", message.html());
                Alternatives alternatives = new Alternatives(message.deliveryId());
                alternatives.addBodyPart(fill(new MimeBodyPart(), "plain", message.text()));
                alternatives.addBodyPart(fill(new MimeBodyPart(), "html", message.html()));
                mime.setContent(alternatives);
            }
            mime.saveChanges();
            return mime;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new UnsendableException("the message cannot be encoded"); // the library's words would quote it
        }
    }

    private String messageId(OutboundMessage message) {
        return "<" + message.deliveryId() + "@" + sender.ownDomain() + ">";
    }

    private String envelopeFrom(OutboundMessage message) {
        return sender.returnPathDomain() == null
                ? sender.mailbox().address()
                : returnPath.address(message.deliveryId(), sender.ownDomain());
    }

    private InternetAddress from() throws UnsupportedEncodingException {
        InternetAddress from = mailbox(sender.mailbox());
        from.setPersonal(sender.name(), StandardCharsets.UTF_8.name());
        return from;
    }

    // Not through the library's parser: it takes lists, groups, comments and address literals.
    private static InternetAddress mailbox(Mailbox mailbox) {
        InternetAddress address = new InternetAddress();
        address.setAddress(mailbox.address());
        return address;
    }

    private static String languageTag(String locale) throws UnsendableException {
        if (!LANGUAGE_TAG.matcher(locale).matches()) {
            throw new UnsendableException("Content-Language is not a language tag");
        }
        return locale;
    }

    private static <P extends MimePart> P fill(P part, String subtype, String text) throws MessagingException {
        String canonical = LINE_END.matcher(text).replaceAll("\r\n"); // RFC 2046, 4.1.1
        byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
        String type = "text/" + subtype + "; charset=UTF-8";
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
        part.setHeader("Content-Type", type);
        part.setHeader("Content-Transfer-Encoding", encodingFor(bytes));
        return part;
    }

    // Never 7bit or 8bit: lines may be longer than 998 octets, and relays on the way touch the ends of plain lines.
    private static String encodingFor(byte[] bytes) {
        int encoded = 0;
        for (byte b : bytes) {
            if (b < 0 || b == '=') {
                encoded++;
            }
        }
        return encoded * 6L <= bytes.length ? "quoted-printable" : "base64"; // where base64 gets shorter
    }
}
