package org.tocsin.channel.email;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.tocsin.channel.UnsendableException;

/** What may stand in a header: a line break there would let a value write headers, or a body, of its own. */
final class HeaderText {

    private static final String WORD_START = "=?UTF-8?B?";
    private static final int WORD_BYTES = 45; // 60 in base64, 72 with its frame; RFC 2047, 2 allows 75
    // Short enough for one line (RFC 5322, 2.1.1) and nothing that a reader would take for an encoded word.
    private static final Pattern PLAIN = Pattern.compile("(?!.*=\\?)[!-~](?:[ -~]{0,66}[!-~])?");

    private HeaderText() {}

    static boolean hasControl(String value) {
        return value.codePoints().anyMatch(Character::isISOControl);
    }

    /**
     * A header's text, plain where that is safe.
     *
     * @throws UnsendableException naming the header, never the value
     */
    static String unstructured(String header, String value) throws UnsendableException {
        if (hasControl(value)) {
            throw new UnsendableException(header + " has control characters");
        }
        return PLAIN.matcher(encodable(header, value)).matches() ? value : encodedWords(value);
    }

    /** @throws UnsendableException when half of a character is missing, for UTF-8 would write a question mark instead */
    static String encodable(String part, String value) throws UnsendableException {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (Character.charCount(value.codePointAt(i)) == 1) {
                    throw new UnsendableException(part + " is not valid Unicode");
                }
                i++;
            }
        }
        return value;
    }

    /**
     * The value as encoded words (RFC 2047), which read back exactly whatever it is: a reader takes plain text apart where
     * it looks like an encoded word, and trims its ends.
     */
    private static String encodedWords(String value) {
        StringBuilder words = new StringBuilder(2 * value.length() + WORD_START.length());
        int from = 0;
        do {
            int to = wordEnd(value, from);
            byte[] bytes = value.substring(from, to).getBytes(StandardCharsets.UTF_8);
            words.append(from == 0 ? "" : "\r\n ")
                    .append(WORD_START)
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append("?=");
            from = to;
        } while (from < value.length());
        return words.toString();
    }

    private static int wordEnd(String value, int from) {
        int bytes = 0;
        int to = from;
        while (to < value.length()) {
            int character = value.codePointAt(to);
            bytes += utf8Bytes(character);
            if (bytes > WORD_BYTES) {
                break;
            }
            to += Character.charCount(character);
        }
        return to;
    }

    private static int utf8Bytes(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
