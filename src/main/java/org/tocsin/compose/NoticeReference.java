package org.tocsin.compose;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * The code that a notice carries, so that a person can ask whether it is genuine: the same for one person and incident on
 * every channel and every attempt, and not to be guessed without the service's key.
 */
@Singleton // without a proxy: every message comes through here
public class NoticeReference {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // crockford.com/base32.html
    private static final int CHARS = 10;
    private static final int BITS_PER_CHAR = 5;

    private final KeyRing keys;

    NoticeReference(KeyRing keys) {
        this.keys = keys;
    }

    /** Fifty bits of a keyed hash as {@code XXXXX-XXXXX}. */
    public String of(UUID incidentId, String customerRef) {
        byte[] mac = keys.mac(
                KeyPurpose.SEAL,
                "notice-reference",
                incidentId.toString().getBytes(StandardCharsets.UTF_8),
                customerRef.getBytes(StandardCharsets.UTF_8));
        long bits = ByteBuffer.wrap(mac).getLong();
        StringBuilder code = new StringBuilder();
        for (int i = 1; i <= CHARS; i++) {
            code.append(CROCKFORD.charAt((int) (bits >>> (Long.SIZE - i * BITS_PER_CHAR)) & 31));
        }
        return code.insert(CHARS / 2, '-').toString();
    }
}
