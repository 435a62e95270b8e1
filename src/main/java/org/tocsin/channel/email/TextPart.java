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
     * Encodes a text, its lines ended by CR LF.
     *
     * @param name of the part, for the exception
     * @throws UnsendableException when it is not valid Unicode
     */
    static byte[] encode(String name, String text) throws UnsendableException {
        // RFC 2046, 4.1.1: a line's end is CR LF, whatever the template has
        String lines = HeaderText.encodable(name, text)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\n", "\r\n");
        return BASE64.encode(lines.getBytes(StandardCharsets.UTF_8));
    }
}
