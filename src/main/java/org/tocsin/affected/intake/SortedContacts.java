package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Addresses by their digests in ascending order, those of one address by position. What is compared are a digest's first sixteen
 * bytes: two addresses that had these in common would take longer to find than all sets together are worth.
 */
final class SortedContacts {

    /** Two numbers of a digest, and a position. */
    static final int BYTES_PER_ENTRY = 3 * Long.BYTES;

    // The lower bits of a sorted number say where its entry lies; its upper ones are those of the digest.
    private static final int INDEX_BITS = 24;
    private static final long INDEX = (1L << INDEX_BITS) - 1;

    private final ByteBuffer entries;
    private final long[] order;

    private SortedContacts(ByteBuffer entries) {
        this.entries = entries;
        this.order = new long[entries.remaining() / BYTES_PER_ENTRY];
        for (int i = 0; i < order.length; i++) {
            order[i] = digest(i, 0) & ~INDEX | i;
        }
        Arrays.sort(order);
        sortNeighbours();
    }

    /** Collects entries; those of one address come by position. */
    static final class Builder {

        private final ByteBuffer entries;

        Builder(long count) {
            if (count > INDEX) {
                throw new IllegalStateException("too many addresses to be sorted at once");
            }
            entries = ByteBuffer.allocate(Math.toIntExact(count * BYTES_PER_ENTRY));
        }

        void add(byte[] some) {
            entries.put(some);
        }

        SortedContacts sorted() {
            return new SortedContacts(entries.flip());
        }
    }

    /** Where a digest belongs: buckets ascend as digests do, for which their first eight bytes are a signed number. */
    static int bucket(byte[] digest) {
        return digest[0] - Byte.MIN_VALUE;
    }

    static void put(ByteBuffer entries, byte[] digest, long position) {
        entries.put(digest, 0, 2 * Long.BYTES).putLong(position);
    }

    int size() {
        return order.length;
    }

    /** The first eight bytes of the digest in a place. */
    long key(int place) {
        return digest(index(place), 0);
    }

    long position(int place) {
        return entries.getLong(index(place) * BYTES_PER_ENTRY + 2 * Long.BYTES);
    }

    /** The place behind the last with the same address as this one. */
    int endOfSame(int place) {
        int end = place + 1;
        while (end < order.length && compare(order[place], order[end]) == 0) {
            end++;
        }
        return end;
    }

    // Digests that begin alike lie by index now. There are few of them, or they are of one address and in order
    // already.
    private void sortNeighbours() {
        for (int place = 1; place < order.length; place++) {
            long moved = order[place];
            int at = place;
            while (at > 0 && compare(order[at - 1], moved) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = moved;
        }
    }

    private int compare(long one, long other) {
        if ((one & ~INDEX) != (other & ~INDEX)) {
            return Long.compare(one & ~INDEX, other & ~INDEX);
        }
        int i = (int) (one & INDEX);
        int j = (int) (other & INDEX);
        int byFirst = Long.compare(digest(i, 0), digest(j, 0));
        return byFirst != 0 ? byFirst : Long.compare(digest(i, 1), digest(j, 1));
    }

    private int index(int place) {
        return (int) (order[place] & INDEX);
    }

    private long digest(int index, int half) {
        return entries.getLong(index * BYTES_PER_ENTRY + half * Long.BYTES);
    }
}
