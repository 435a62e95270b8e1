package org.tocsin.affected.intake.parts;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.affected.intake.UploadCoding;
import org.tocsin.affected.intake.UploadFormat;

/** The rows of uploads in parts; each call works on a connection whose transaction the caller ends. */
@ApplicationScoped
class PartedUploads {

    /** Adds an upload, or tells that there is no such incident. */
    boolean add(Connection connection, PartedUpload upload) throws SQLException {
        String sql =
                """
                INSERT INTO upload (id, incident_id, name, format, coding, metadata, uploader, length, status,
                                    wrapped_data_key, created_at, expires_at)
                SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM incident WHERE id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, upload.id());
            statement.setString(2, upload.name());
            statement.setString(3, upload.format().name());
            statement.setString(4, upload.coding().name());
            statement.setString(5, upload.metadata());
            statement.setString(6, upload.uploader());
            statement.setLong(7, upload.length());
            statement.setString(8, upload.status().name());
            statement.setBytes(9, upload.wrappedDataKey());
            statement.setObject(10, at(upload.createdAt()));
            statement.setObject(11, at(upload.expiresAt()));
            statement.setObject(12, upload.incidentId());
            return statement.executeUpdate() == 1;
        }
    }

    Optional<PartedUpload> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM upload WHERE id = ?")) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** Notes that more bytes are there; with the last one the upload is complete, and to be read at once. */
    void advance(Connection connection, UUID id, long received, Instant now, Instant expiresAt) throws SQLException {
        String sql =
                """
                UPDATE upload SET received = ?, expires_at = ?,
                       status = CASE WHEN length = ? THEN 'COMPLETE' ELSE status END,
                       due_at = CASE WHEN length = ? THEN ?::timestamptz END
                WHERE id = ? AND status = 'RECEIVING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, received);
            statement.setObject(2, at(expiresAt));
            statement.setLong(3, received);
            statement.setLong(4, received);
            statement.setObject(5, at(now));
            statement.setObject(6, id);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the upload is no longer being received");
            }
        }
    }

    /** Takes the complete upload that has waited longest; nobody else is given it before {@code again}. */
    Optional<PartedUpload> take(Connection connection, Instant now, Instant again) throws SQLException {
        String sql =
                """
                UPDATE upload SET due_at = ?
                WHERE id = (SELECT id FROM upload WHERE status = 'COMPLETE' AND due_at <= ?
                            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, at(again));
            statement.setObject(2, at(now));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** Notes a reading that the service could not bring to an end. */
    void countTry(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE upload SET tries = tries + 1 WHERE id = ? AND status = 'COMPLETE'")) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }

    /**
     * Ends a complete upload and drops its key.
     *
     * @param failure null when it has become the set
     * @param expiresAt until when it can be asked for
     */
    void end(Connection connection, UUID id, UUID recordSetId, String failure, Instant expiresAt) throws SQLException {
        String sql =
                """
                UPDATE upload SET status = ?, failure = ?, record_set_id = ?, wrapped_data_key = NULL, expires_at = ?
                WHERE id = ? AND status = 'COMPLETE'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, (failure == null ? UploadStatus.SEALED : UploadStatus.FAILED).name());
            statement.setString(2, failure);
            statement.setObject(3, recordSetId);
            statement.setObject(4, at(expiresAt));
            statement.setObject(5, id);
            statement.executeUpdate();
        }
    }

    /** The uploads whose time is over; see {@link PartedUpload#hasExpired}. */
    List<UUID> expired(Connection connection, Instant now) throws SQLException {
        String sql = "SELECT id FROM upload WHERE expires_at <= ? AND status <> 'COMPLETE'";
        List<UUID> expired = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, at(now));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    expired.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return expired;
    }

    /** Removes an upload that has no blocks any more. */
    void remove(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM upload WHERE id = ?")) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }

    private static PartedUpload read(ResultSet row) throws SQLException {
        return new PartedUpload(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getString("name"),
                UploadFormat.valueOf(row.getString("format")),
                UploadCoding.valueOf(row.getString("coding")),
                row.getString("metadata"),
                row.getString("uploader"),
                row.getLong("length"),
                row.getLong("received"),
                UploadStatus.valueOf(row.getString("status")),
                row.getString("failure"),
                row.getObject("record_set_id", UUID.class),
                row.getBytes("wrapped_data_key"),
                row.getInt("tries"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
