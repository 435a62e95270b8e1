package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

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

    CopyRows integer(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
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

    CopyRows bytes(ByteBuffer value) {
        room(Integer.BYTES + value.remaining()).putInt(value.remaining()).put(value);
        return this;
    }

    int sizeBytes() {
        return rows.position();
    }

    /** Bytes that have been added, from one size to another; good until more are added. */
    ByteBuffer slice(int from, int to) {
        return rows.duplicate().limit(to).position(from).slice();
    }

    /** Adds rows that others have put together. */
    CopyRows rows(ByteBuffer bytes) {
        room(bytes.remaining()).put(bytes);
        return this;
    }

    /**
     * Copies all of them in the caller's transaction; nothing can be added after.
     *
     * @param table with its columns
     */
    void copyInto(Connection connection, String table) throws SQLException {
        room(Short.BYTES).putShort(END_OF_ROWS);
        rows.flip();
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        try {
            copy.writeToCopy(rows.array(), 0, rows.limit());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
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
