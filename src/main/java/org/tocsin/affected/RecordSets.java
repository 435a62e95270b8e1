package org.tocsin.affected;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.platform.http.PageQuery;

/** The record sets, as anyone may see them: figures and digests, no people. */
@ApplicationScoped
public class RecordSets {

    private static final String SELECT =
            """
            SELECT id, incident_id, name, status, failure, uploaded_by, accepted, rejected, warnings, duplicates,
                   shared_contacts, attributes, digest, seal_digest, created_at, sealed_at, purged_at
            FROM record_set
            """;

    private final DataSource database;

    RecordSets(DataSource database) {
        this.database = database;
    }

    public Optional<RecordSet> find(UUID id) {
        try (Connection connection = database.getConnection()) {
            return find(connection, id);
        } catch (SQLException e) {
            throw new IllegalStateException("record sets cannot be read", e);
        }
    }

    /**
     * Reads a set that something is to be made of: it is not purged before the caller's transaction has ended, and that
     * something can be seen.
     */
    public Optional<RecordSet> findForUse(UUID id) {
        try (Connection connection = database.getConnection()) {
            return find(connection, id, "WHERE id = ? FOR KEY SHARE");
        } catch (SQLException e) {
            throw new IllegalStateException("record sets cannot be read", e);
        }
    }

    /** Reads a set and keeps everyone from it who would make something of it, until the caller's transaction ends. */
    Optional<RecordSet> lock(Connection connection, UUID id) throws SQLException {
        return find(connection, id, "WHERE id = ? FOR UPDATE");
    }

    /** Reads on a connection whose transaction the caller ends. */
    public Optional<RecordSet> find(Connection connection, UUID id) throws SQLException {
        return find(connection, id, "WHERE id = ?");
    }

    private static Optional<RecordSet> find(Connection connection, UUID id, String where) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + where)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** The sets of one incident in the order in which they were begun: one more than the page holds, if there are. */
    List<RecordSet> ofIncident(UUID incidentId, PageQuery page) {
        UUID after = page.after(UUID::fromString).orElse(new UUID(0, 0));
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(SELECT + "WHERE incident_id = ? AND id > ? ORDER BY id LIMIT ?")) {
            statement.setObject(1, incidentId);
            statement.setObject(2, after);
            statement.setInt(3, page.limit() + 1);
            List<RecordSet> sets = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sets.add(read(rows));
                }
            }
            return sets;
        } catch (SQLException e) {
            throw new IllegalStateException("record sets cannot be read", e);
        }
    }

    private static RecordSet read(ResultSet row) throws SQLException {
        return new RecordSet(
                row.getObject("id", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getString("name"),
                RecordSetStatus.valueOf(row.getString("status")),
                row.getString("failure"),
                row.getString("uploaded_by"),
                row.getLong("accepted"),
                row.getLong("rejected"),
                row.getLong("warnings"),
                row.getLong("duplicates"),
                row.getObject("shared_contacts", Long.class),
                List.of((String[]) row.getArray("attributes").getArray()),
                row.getString("digest"),
                row.getString("seal_digest"),
                instant(row, "created_at"),
                instant(row, "sealed_at"),
                instant(row, "purged_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
