package org.tocsin.receipt.bounce;

import jakarta.mail.internet.InternetHeaders;
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

    /** A header's first value, unfolded; an empty text when there is none. */
    String header(String name) {
        return value(headers, name);
    }

    /** A field's first value, unfolded; an empty text when there is none. */
    static String value(InternetHeaders headers, String name) {
        String value = headers == null ? null : headers.getHeader(name, ",");
        return value == null ? "" : value.replaceAll("\\r?\\n[ \\t]*", " ").strip();
    }
}
