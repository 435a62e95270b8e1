package org.tocsin.channel.email;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.tocsin.channel.UnsendableException;

/**
 * A text as the body of one MIME part, always in base64: it holds whatever the lines are like, no line of it begins with a
 * dot or is a boundary, and the platform encodes it many times faster than a library encodes quoted-printable.
 */
final class TextPart {

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(); // lines of 76 (RFC 2045, 6.8)

    private TextPart() {}

    /**
     * Encodes a text, its lines ended by CR LF, whatever the template has (RFC 2046, 4.1.1).
     *
     * @param name of the part, for the exception
     * @throws UnsendableException when it is not valid Unicode
     */
    static byte[] encode(String name, String text) throws UnsendableException {
        String lines = withLineFeeds(HeaderText.encodable(name, text)).replace("\n", "\r\n");
        return BASE64.encode(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Nearly no text has a carriage return, and looking for one is many times cheaper than taking it out. */
    private static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }
}
