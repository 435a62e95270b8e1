package org.tocsin.delivery.exclusion;

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

/**
 * Somebody whom no batch of an incident is to tell.
 *
 * @param note for the people who handle the incident, or null
 */
public record Exclusion(
        UUID id,
        UUID incidentId,
        String customerRef,
        ExclusionReason reason,
        String note,
        String excludedBy,
        Instant excludedAt) {

    /** Writes it down; false when the person is excluded already. */
    public boolean insert(Connection connection) throws SQLException {
        String sql =
                """
                INSERT INTO exclusion (id, incident_id, customer_ref, reason, note, excluded_by, excluded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (incident_id, customer_ref) WHERE lifted_at IS NULL DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setObject(2, incidentId);
            statement.setString(3, customerRef);
            statement.setString(4, reason.name());
            statement.setString(5, note);
            statement.setString(6, excludedBy);
            statement.setObject(7, excludedAt.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    /** Ends it, for plans that are made later; empty when the person is not excluded. */
    public static Optional<UUID> lift(
            Connection connection, UUID incident, String customerRef, String actor, Instant now) throws SQLException {
        String sql =
                """
                UPDATE exclusion SET lifted_by = ?, lifted_at = ?
                WHERE incident_id = ? AND customer_ref = ? AND lifted_at IS NULL
                RETURNING id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, actor);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            statement.setObject(3, incident);
            statement.setString(4, customerRef);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /**
     * The incident's exclusions that stand, in the order of the references.
     *
     * @param after the reference to go on behind, or the empty text
     */
    public static List<Exclusion> ofIncident(Connection connection, UUID incident, String after, int limit)
            throws SQLException {
        String sql =
                """
                SELECT id, incident_id, customer_ref, reason, note, excluded_by, excluded_at FROM exclusion
                WHERE incident_id = ? AND customer_ref > ? AND lifted_at IS NULL
                ORDER BY customer_ref LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            statement.setString(2, after);
            statement.setInt(3, limit);
            List<Exclusion> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Exclusion(
                            row.getObject("id", UUID.class),
                            row.getObject("incident_id", UUID.class),
                            row.getString("customer_ref"),
                            ExclusionReason.valueOf(row.getString("reason")),
                            row.getString("note"),
                            row.getString("excluded_by"),
                            row.getObject("excluded_at", OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        }
    }
}
