package org.tocsin.receipt.bounce;

import jakarta.mail.internet.InternetHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A mail taken apart.
 *
 * @param headers its own headers
 * @param notice the text that people are to read, up to where the returned message is quoted
 * @param whole the same text with what is quoted
 * @param reports its delivery reports' groups of fields (RFC 3464): the message's and the recipients', in order
 * @param feedback the fields of a complaint (RFC 5965), or null
 * @param returned the headers of the message that came back, or null when it is not in the mail
 */
record OpenedMail(
        InternetHeaders headers,
        String notice,
        String whole,
        List<InternetHeaders> reports,
        InternetHeaders feedback,
        InternetHeaders returned) {

    // What anybody says in one field of a header; what comes so late is meant to keep us busy.
    private static final int MAX_CHARS = 8_000;
    private static final char ESCAPE = 0x1B;

    /** A header's values, unfolded, as far as anybody reads; an empty text when there are none. */
    String header(String name) {
        return value(headers, name);
    }

    /** A field's values, unfolded, as far as anybody reads; an empty text when there are none. */
    static String value(InternetHeaders headers, String name) {
        String value = headers == null ? null : headers.getHeader(name, ",");
        if (value == null) {
            return "";
        }
        String read = value.substring(0, Math.min(value.length(), MAX_CHARS));
        return japanese(read).replaceAll("\\r?\\n[ \\t]*", " ").strip();
    }

    /** Characters of ISO-2022-JP, which servers in Japan put into fields as they are, and which are ASCII to everybody else. */
    private static String japanese(String value) {
        return value.indexOf(ESCAPE) < 0 ? value : PartText.decode(value.getBytes(StandardCharsets.UTF_8), null);
    }
}
