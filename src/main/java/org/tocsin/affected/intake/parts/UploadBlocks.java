package org.tocsin.affected.intake.parts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** What has come of uploads, in encrypted blocks of a mebibyte at most. */
@ApplicationScoped
class UploadBlocks {

    static final int MAX_BYTES = 1 << 20;

    private static final int REMOVED_AT_ONCE = 64;

    /** Adds a block, in the caller's transaction. */
    void add(Connection connection, UUID uploadId, long firstByte, byte[] envelope) throws SQLException {
        String sql = "INSERT INTO upload_block (upload_id, first_byte, envelope) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, uploadId);
            statement.setLong(2, firstByte);
            statement.setBytes(3, envelope);
            statement.executeUpdate();
        }
    }

    /** The block that begins at a byte. */
    Optional<byte[]> find(Connection connection, UUID uploadId, long firstByte) throws SQLException {
        String sql = "SELECT envelope FROM upload_block WHERE upload_id = ? AND first_byte = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, uploadId);
            statement.setLong(2, firstByte);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Removes the blocks from a byte on, some at a time; on a connection that commits each statement. */
    void removeFrom(Connection connection, UUID uploadId, long firstByte) throws SQLException {
        String sql =
                """
                DELETE FROM upload_block WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM upload_block WHERE upload_id = ? AND first_byte >= ? ORDER BY first_byte LIMIT ?))
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, uploadId);
            statement.setLong(2, firstByte);
            statement.setInt(3, REMOVED_AT_ONCE);
            int removed;
            do {
                removed = statement.executeUpdate();
            } while (removed == REMOVED_AT_ONCE);
        }
    }
}
