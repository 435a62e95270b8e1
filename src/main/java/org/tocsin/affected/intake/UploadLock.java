package org.tocsin.affected.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.tocsin.platform.Digests;
import org.tocsin.platform.http.IdempotencyKey;

/**
 * A lock that the connection of an upload holds for as long as the upload lasts. The database lets go of it when that
 * connection ends, however it ends: a set that is being received and that nobody holds has lost its upload.
 *
 * @param number of the session-level advisory lock
 */
public record UploadLock(long number) {

    static UploadLock of(UUID recordSetId) {
        return of("record-set\n" + recordSetId);
    }

    static UploadLock of(IdempotencyKey key) {
        return of("record-set-upload\n" + key.caller() + "\n" + key.path() + "\n" + key.key());
    }

    /** The lock of an upload that comes in parts: one part at a time. */
    public static UploadLock ofParts(UUID uploadId) {
        return of("upload-parts\n" + uploadId);
    }

    private static UploadLock of(String name) {
        byte[] digest = Digests.sha256(name.getBytes(StandardCharsets.UTF_8));
        return new UploadLock(ByteBuffer.wrap(digest).getLong());
    }

    /** Takes the lock, or tells that another connection has it. */
    public boolean tryTake(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, number);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Lets go of the lock, if this connection has it. */
    public void release(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            statement.setLong(1, number);
            statement.execute();
        }
    }

    static void releaseAll(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
    }
}
