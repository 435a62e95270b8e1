package org.tocsin.affected.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rows of record sets on their way from RECEIVING to SEALED or FAILED; each call works in the caller's transaction. */
@ApplicationScoped
class ReceivingSets {

    private final Clock clock;

    ReceivingSets(Clock clock) {
        this.clock = clock;
    }

    /** Adds a set, or tells that there is no such incident. */
    boolean begin(Connection connection, UUID id, UploadRequest request, byte[] wrappedDataKey) throws SQLException {
        String sql =
                """
                INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, created_at)
                SELECT ?, id, ?, 'RECEIVING', ?, ?, ? FROM incident WHERE id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, request.name());
            statement.setString(3, request.uploader());
            statement.setBytes(4, wrappedDataKey);
            statement.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setObject(6, request.incidentId());
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Ends the receiving for good.
     *
     * @throws SQLException also when the set is no longer being received
     */
    void seal(Connection connection, UUID id, SealedContent content) throws SQLException {
        String sql =
                """
                UPDATE record_set SET status = 'SEALED', attributes = ?, body_digest = ?, digest = ?, seal_digest = ?,
                       sealed_at = ?, shared_contacts = ?
                WHERE id = ? AND status = 'RECEIVING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", content.attributes().toArray()));
            statement.setBytes(2, content.bodyDigest());
            statement.setString(3, content.digest());
            statement.setString(4, content.sealDigest());
            statement.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setLong(6, content.sharedContacts());
            statement.setObject(7, id);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the record set is no longer being received");
            }
        }
    }

    /** Gives a set up, or tells that it was no longer being received. */
    boolean fail(Connection connection, UUID id, String reason) throws SQLException {
        String sql =
                """
                UPDATE record_set SET status = 'FAILED', failure = ?, accepted = 0
                WHERE id = ? AND status = 'RECEIVING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, reason);
            statement.setObject(2, id);
            return statement.executeUpdate() == 1;
        }
    }

    /** The sets that are being received, or should be. */
    List<UUID> receiving(Connection connection) throws SQLException {
        return ids(connection, "SELECT id FROM record_set WHERE status = 'RECEIVING'");
    }

    /**
     * The failed sets of which something is left. People go last, but where two replicas remove a set at once, one of them can take
     * the people and the other stop before the pages are gone.
     */
    List<UUID> failedWithPeople(Connection connection) throws SQLException {
        String sql =
                """
                SELECT id FROM record_set s WHERE status = 'FAILED'
                AND (EXISTS (SELECT FROM affected_person p WHERE p.record_set_id = s.id)
                     OR EXISTS (SELECT FROM contact_page c WHERE c.record_set_id = s.id)
                     OR EXISTS (SELECT FROM shared_contact h WHERE h.record_set_id = s.id))
                """;
        return ids(connection, sql);
    }

    private static List<UUID> ids(Connection connection, String sql) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
