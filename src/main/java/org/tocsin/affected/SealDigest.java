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
 * bytes of each). The database hashes, a chunk at a time: the rows never travel and no statement runs for long.
 */
public final class SealDigest {

    private static final String HEADING = "tocsin record set, stored rows, version 1\n";
    private static final long CHUNK_POSITIONS = 10_000;

    private SealDigest() {}

    /** Computes the digest of what is stored now, in lower-case hex. */
    public static String compute(Connection connection, UUID recordSetId) throws SQLException {
        MessageDigest digest = Digests.sha256();
        digest.update(HEADING.getBytes(StandardCharsets.US_ASCII));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .flip());
        long chunks = (lastPosition(connection, recordSetId) + CHUNK_POSITIONS - 1) / CHUNK_POSITIONS;
        for (long chunk = 0; chunk < chunks; chunk++) {
            byte[] rows = digestOfChunk(connection, recordSetId, chunk);
            if (rows != null) {
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(chunk).flip());
                digest.update(rows);
            }
        }
        return Digests.hex(digest.digest());
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

    private static byte[] digestOfChunk(Connection connection, UUID recordSetId, long chunk) throws SQLException {
        String sql =
                """
                SELECT sha256(string_agg(record_send(ROW(position, customer_ref, locale, country, region,
                                                         email_digest, phone_digest, envelope)),
                                         ''::bytea ORDER BY position))
                FROM affected_person WHERE record_set_id = ? AND position > ? AND position <= ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setLong(2, chunk * CHUNK_POSITIONS);
            statement.setLong(3, (chunk + 1) * CHUNK_POSITIONS);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }
}
