package org.tocsin.channel.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.tocsin.channel.UnsendableException;

/** What may stand in a header: a line break there would let a value write headers, or a body, of its own. */
final class HeaderText {

    private static final String WORD_START = "=?UTF-8?B?";
    private static final int WORD_BYTES = 45; // 60 in base64, 72 with its frame; RFC 2047, 2 allows 75

    private HeaderText() {}

    static boolean hasControl(String value) {
        return value.codePoints().anyMatch(Character::isISOControl);
    }

    /** @throws UnsendableException naming the header, never the value */
    static String checked(String header, String value) throws UnsendableException {
        if (hasControl(value)) {
            throw new UnsendableException(header + " has control characters");
        }
        return encodable(header, value);
    }

    /**
     * The value as encoded words (RFC 2047), which read back exactly whatever it is: a reader takes plain text apart where
     * it looks like an encoded word, and trims its ends.
     */
    static String encodedWords(String value) {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        value.codePoints().mapToObj(Character::toString).forEach(character -> {
            byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
            if (word.size() + bytes.length > WORD_BYTES) {
                words.add(encodedWord(word));
                word.reset();
            }
            word.writeBytes(bytes);
        });
        words.add(encodedWord(word));
        return String.join("\r\n ", words);
    }

    private static String encodedWord(ByteArrayOutputStream bytes) {
        return WORD_START + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "?=";
    }

    /** @throws UnsendableException when half of a character is missing, for UTF-8 would write a question mark instead */
    static String encodable(String part, String value) throws UnsendableException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new UnsendableException(part + " is not valid Unicode");
        }
        return value;
    }
}
