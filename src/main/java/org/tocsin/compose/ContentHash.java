package org.tocsin.compose;

import java.nio.charset.StandardCharsets;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** A keyed hash of what a person reads: proves later what was sent, and tells nothing without the key. */
final class ContentHash {

    private ContentHash() {}

    /** HMAC over subject, text and HTML, lower-case hex; a part that is not there counts as empty. */
    static String of(KeyRing keys, String subject, String text, String html) {
        return Digests.hex(keys.mac(KeyPurpose.SEAL, "content", bytes(subject), bytes(text), bytes(html)));
    }

    private static byte[] bytes(String part) {
        return part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
    }
}
