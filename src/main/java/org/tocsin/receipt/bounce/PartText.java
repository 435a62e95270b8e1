package org.tocsin.receipt.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The characters of a part, whatever it says of itself. */
final class PartText {

    private static final int MAX_BYTES = 96 * 1024;
    private static final Pattern BLOCK = Pattern.compile("(?i)<(?:br|/?p|/?div|/?tr|/?li|/?h\\d)\\b[^>]{0,500}+>");
    // One that nobody closes goes on to the end, as browsers have it: to look for its end again and again would take
    // minutes.
    private static final Pattern TAG =
            Pattern.compile("(?is)<(?:style|script)\\b.*?(?:</(?:style|script)>|\\z)|<[a-z/!][^>]{0,1000}+>");

    private PartText() {}

    /** The text of a part, decoded as it declares. */
    static String of(MimePart part) throws MessagingException, IOException {
        String charset = null;
        String contentType = part.getContentType();
        if (contentType != null) {
            charset = new ContentType(contentType).getParameter("charset");
        }
        try (InputStream content = part.getInputStream()) {
            return decode(content.readNBytes(MAX_BYTES), charset);
        }
    }

    /** The bytes of a part as they came, read as text; an empty text when there are none to be had. */
    static String raw(MimePart part) {
        try (InputStream content = rawStream(part)) {
            return decode(content.readNBytes(MAX_BYTES), null);
        } catch (MessagingException | IOException | RuntimeException e) {
            return "";
        }
    }

    /** Bytes as text: in the charset named, else in ISO-2022-JP where it shows itself, else in UTF-8 where they are, else in Latin-1, which every byte is. */
    static String decode(byte[] bytes, String charset) {
        Charset named = charsetNamed(charset);
        if (named != null) {
            return new String(bytes, named);
        }
        if (hasJapaneseShift(bytes)) {
            return new String(bytes, Charset.forName("ISO-2022-JP"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** HTML as lines of text; good enough to look for words in. */
    static String withoutTags(String html) {
        String lines = BLOCK.matcher(html).replaceAll("\n");
        return HtmlEntities.decoded(TAG.matcher(lines).replaceAll(" "));
    }

    private static InputStream rawStream(MimePart part) throws MessagingException {
        return part instanceof MimeBodyPart body ? body.getRawInputStream() : ((MimeMessage) part).getRawInputStream();
    }

    /** Whether there is the sequence that begins two-byte characters (RFC 1468), which nothing else has. */
    private static boolean hasJapaneseShift(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x1B && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
                return true;
            }
        }
        return false;
    }

    private static Charset charsetNamed(String name) {
        if (name == null || name.equalsIgnoreCase("us-ascii")) {
            return null;
        }
        try {
            return Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
