package org.tocsin.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The key of a page's last row, spelled so that nobody is tempted to make one up. */
final class Cursor {

    private Cursor() {}

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that was encoded.
     *
     * @throws IllegalArgumentException for what {@link #encode} never gave out
     */
    static String decode(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            String key = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (key.isEmpty() || key.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("not a cursor");
            }
            return key;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not a cursor");
        }
    }
}
