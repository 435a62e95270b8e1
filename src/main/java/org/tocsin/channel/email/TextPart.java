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
        byte[] utf8 = HeaderText.encodable(name, text).getBytes(StandardCharsets.UTF_8);
        return BASE64.encode(withLineEnds(utf8));
    }

    /** RFC 2046, 4.1.1: a line's end is CR LF, whatever the template has. In UTF-8 no other character has these bytes. */
    private static byte[] withLineEnds(byte[] text) {
        int missing = 0;
        for (int i = 0; i < text.length; i++) {
            if (isHalfAnEnd(text, i)) {
                missing++;
            }
        }
        if (missing == 0) {
            return text;
        }
        byte[] lines = new byte[text.length + missing];
        int to = 0;
        for (int i = 0; i < text.length; i++) {
            if (isHalfAnEnd(text, i)) {
                lines[to++] = '\r';
                lines[to++] = '\n';
            } else {
                lines[to++] = text[i];
            }
        }
        return lines;
    }

    private static boolean isHalfAnEnd(byte[] text, int at) {
        return switch (text[at]) {
            case '\n' -> at == 0 || text[at - 1] != '\r';
            case '\r' -> at + 1 == text.length || text[at + 1] != '\n';
            default -> false;
        };
    }
}
