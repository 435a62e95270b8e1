package org.tocsin.affected;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the index by which the people of a sealed set are found by an address: entries in the order of their keys, the
 * first eight bytes of a keyed digest as a signed number, each with the position of a person. Whoever finds one compares the
 * whole digest with the person's.
 */
public final class ContactPage {

    /** Entries of a page: a row of less than 2 kB, which PostgreSQL keeps in one piece. */
    public static final int ENTRIES = 112;

    public static final int BYTES_PER_ENTRY = 2 * Long.BYTES;

    private ContactPage() {}

    /** The key of a digest of at least eight bytes. */
    public static long key(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    /** The positions of those with a key. */
    static List<Long> positions(byte[] entries, long key) {
        List<Long> positions = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(entries);
        while (buffer.remaining() >= BYTES_PER_ENTRY) {
            long entry = buffer.getLong();
            long position = buffer.getLong();
            if (entry == key) {
                positions.add(position);
            }
        }
        return positions;
    }
}
