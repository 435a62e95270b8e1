package org.tocsin.channel.email;

import java.nio.charset.StandardCharsets;
import org.tocsin.channel.UnsendableException;

/** What may stand in a header: a line break there would let a value write headers, or a body, of its own. */
final class HeaderText {

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

    /** @throws UnsendableException when half of a character is missing, for UTF-8 would write a question mark instead */
    static String encodable(String part, String value) throws UnsendableException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new UnsendableException(part + " is not valid Unicode");
        }
        return value;
    }
}
