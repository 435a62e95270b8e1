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
        byte[] bytes = HeaderText.encodable(name, text).getBytes(StandardCharsets.UTF_8);
        return BASE64.encode(canonical(bytes));
    }

    // RFC 2046, 4.1.1: a line's end is CR LF, whatever the template has; both bytes occur in UTF-8 only as themselves.
    private static byte[] canonical(byte[] bytes) {
        byte[] lines = new byte[bytes.length + lonelyEnds(bytes)];
        if (lines.length == bytes.length) {
            return bytes;
        }
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '\n' && !follows('\r', bytes, i)) {
                lines[length++] = '\r';
            }
            lines[length++] = b;
            if (b == '\r' && !precedes('\n', bytes, i)) {
                lines[length++] = '\n';
            }
        }
        return lines;
    }

    private static int lonelyEnds(byte[] bytes) {
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '\n' && !follows('\r', bytes, i) || b == '\r' && !precedes('\n', bytes, i)) {
                count++;
            }
        }
        return count;
    }

    private static boolean follows(char before, byte[] bytes, int i) {
        return i > 0 && bytes[i - 1] == before;
    }

    private static boolean precedes(char after, byte[] bytes, int i) {
        return i + 1 < bytes.length && bytes[i + 1] == after;
    }
}
