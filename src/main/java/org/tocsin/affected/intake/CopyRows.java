package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Rows in the binary form of PostgreSQL's COPY (its documentation, COPY, "Binary Format"). */
final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final short END_OF_ROWS = -1;
    private static final int NULL_LENGTH = -1;

    private ByteBuffer rows = ByteBuffer.allocate(64 * 1024);

    CopyRows() {
        // No flags, no extension.
        rows.put(SIGNATURE).putInt(0).putInt(0);
    }

    CopyRows row(int columns) {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    CopyRows bigint(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CopyRows uuid(UUID value) {
        room(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    CopyRows text(String value) {
        return bytea(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    CopyRows bytea(byte[] value) {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL_LENGTH);
        } else {
            room(Integer.BYTES + value.length).putInt(value.length).put(value);
        }
        return this;
    }

    int sizeBytes() {
        return rows.position();
    }

    /** Everything that COPY reads; nothing can be added after. */
    ByteBuffer finish() {
        room(Short.BYTES).putShort(END_OF_ROWS);
        return rows.flip();
    }

    private ByteBuffer room(int bytes) {
        if (rows.remaining() < bytes) {
            int needed = rows.position() + bytes;
            rows = ByteBuffer.wrap(Arrays.copyOf(rows.array(), Math.max(needed, 2 * rows.capacity())))
                    .position(rows.position());
        }
        return rows;
    }
}
