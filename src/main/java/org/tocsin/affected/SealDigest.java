package org.tocsin.affected;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.tocsin.platform.Digests;

/**
 * The digest of a record set's rows as they are stored: what anyone can recompute without a key, to see that not a row was
 * changed, added or taken away.
 *
 * <p>SHA-256 over a heading, the set's id, and for each 10,000 positions that hold rows: their number (from 0) and the
 * SHA-256 of these rows by position, each in the database's binary form of a row (a count of columns, then type, length and
 * bytes of each). It is made while the rows are handed over; to check it, the database hashes what it has, a chunk at a time:
 * the rows never travel back and no statement runs for long.
 */
public final class SealDigest {

    /**
     * What is stored of a set.
     *
     * @param records how many rows
     * @param digest over them, in lower-case hex
     */
    public record Stored(long records, String digest) {}

    /** The columns that it is over, in their order. */
    public static final String COLUMNS =
            "position, customer_ref, locale, country, region, email_digest, phone_digest, envelope";

    private static final String HEADING = "tocsin record set, stored rows, version 1\n";
    private static final long CHUNK_POSITIONS = 10_000;

    // Their types' numbers in PostgreSQL's catalogue pg_type: bigint, text, bytea.
    private static final int[] TYPES = {20, 25, 25, 25, 25, 17, 17, 17};

    private final MessageDigest set = Digests.sha256();
    private final MessageDigest rows = Digests.sha256();
    private long chunk;
    private boolean chunkHasRows;

    /** The digest of a set that has no rows yet. */
    public SealDigest(UUID recordSetId) {
        set.update(HEADING.getBytes(StandardCharsets.US_ASCII));
        set.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .flip());
    }

    /**
     * Adds the next row; positions only grow.
     *
     * @param fields {@link #COLUMNS} as COPY takes them in its binary form: each a length, -1 for NULL, and so many bytes
     */
    public void add(long position, ByteBuffer fields) {
        long itsChunk = (position - 1) / CHUNK_POSITIONS;
        if (itsChunk != chunk) {
            endChunk();
            chunk = itsChunk;
        }
        rows.update(asRow(fields));
        chunkHasRows = true;
    }

    /** The digest of all rows added, in lower-case hex; nothing can be added after. */
    public String finish() {
        endChunk();
        return Digests.hex(set.digest());
    }

    /** Computes the digest of what is stored now. */
    public static Stored compute(Connection connection, UUID recordSetId) throws SQLException {
        SealDigest digest = new SealDigest(recordSetId);
        long records = 0;
        long chunks = (lastPosition(connection, recordSetId) + CHUNK_POSITIONS - 1) / CHUNK_POSITIONS;
        for (long chunk = 0; chunk < chunks; chunk++) {
            records += digest.addStoredChunk(connection, recordSetId, chunk);
        }
        return new Stored(records, digest.finish());
    }

    private void endChunk() {
        if (chunkHasRows) {
            addChunk(chunk, rows.digest());
            chunkHasRows = false;
        }
    }

    private void addChunk(long number, byte[] digestOfRows) {
        set.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        set.update(digestOfRows);
    }

    /** What PostgreSQL's record_send makes of a row with these fields. */
    private static ByteBuffer asRow(ByteBuffer fields) {
        ByteBuffer row = ByteBuffer.allocate(Integer.BYTES * (1 + TYPES.length) + fields.remaining());
        row.putInt(TYPES.length);
        for (int type : TYPES) {
            int length = fields.getInt();
            row.putInt(type).putInt(length);
            if (length > 0) {
                row.put(fields.slice(fields.position(), length));
                fields.position(fields.position() + length);
            }
        }
        return row.flip();
    }

    private static long lastPosition(Connection connection, UUID recordSetId) throws SQLException {
        String sql = "SELECT coalesce(max(position), 0) FROM affected_person WHERE record_set_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Adds what is stored of a chunk, and tells how many rows that is. */
    private long addStoredChunk(Connection connection, UUID recordSetId, long number) throws SQLException {
        String sql =
                """
                SELECT count(*), sha256(string_agg(record_send(ROW(%s)), ''::bytea ORDER BY position))
                FROM affected_person WHERE record_set_id = ? AND position > ? AND position <= ?
                """
                        .formatted(COLUMNS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setLong(2, number * CHUNK_POSITIONS);
            statement.setLong(3, (number + 1) * CHUNK_POSITIONS);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long stored = row.getLong(1);
                if (stored > 0) {
                    addChunk(number, row.getBytes(2));
                }
                return stored;
            }
        }
    }
}
