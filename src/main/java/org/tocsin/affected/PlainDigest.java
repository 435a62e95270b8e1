package org.tocsin.affected;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * The keyed digest of what a record set says, row by row in the upload's order: it proves later what was handed in, and
 * tells nobody without the key what that was.
 *
 * <p>HMAC over set id, number of rows and a SHA-256 over each row's position, length and plain bytes.
 */
public final class PlainDigest {

    private final MessageDigest rows = Digests.sha256();
    private final ByteBuffer heading = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    private long count;

    /** Adds the next row; positions only grow. */
    public void add(long position, byte[] plain) {
        heading.clear().putLong(position).putInt(plain.length);
        rows.update(heading.flip());
        rows.update(plain);
        count++;
    }

    /** The digest of all rows added, in lower-case hex; nothing can be added after. */
    public String finish(KeyRing keys, UUID recordSetId) {
        byte[] what = ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .putLong(count)
                .array();
        return Digests.hex(keys.mac(KeyPurpose.SEAL, "record-set-rows", what, rows.digest()));
    }
}
