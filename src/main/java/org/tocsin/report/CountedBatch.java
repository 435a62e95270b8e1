package org.tocsin.report;

import java.sql.Array;
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
import java.util.function.Function;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.Purpose;

/** A batch as a report names it. */
record CountedBatch(
        UUID id,
        UUID incidentId,
        UUID recordSetId,
        Section section,
        Purpose purpose,
        BatchStatus status,
        Instant approvedAt,
        Instant startedAt,
        Instant completedAt) {

    private static final String SELECT = "SELECT id, incident_id, record_set_id, " + Section.OF_BATCH
            + " AS section, purpose, status, approved_at, started_at, completed_at FROM batch ";

    static Optional<CountedBatch> find(Connection connection, UUID id) throws SQLException {
        return list(connection, "WHERE id = ?", id).stream().findFirst();
    }

    /** Those of an incident whose list was submitted, in the order in which they were planned. A draft tells nobody anything. */
    static List<CountedBatch> ofIncident(Connection connection, UUID incident) throws SQLException {
        return list(
                connection,
                "WHERE incident_id = ? AND status NOT IN ('PLANNING', 'DRAFT', 'FAILED') AND submitted_at IS NOT NULL"
                        + " ORDER BY id",
                incident);
    }

    private static List<CountedBatch> list(Connection connection, String where, UUID id) throws SQLException {
        List<CountedBatch> batches = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT + where)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    batches.add(new CountedBatch(
                            row.getObject("id", UUID.class),
                            row.getObject("incident_id", UUID.class),
                            row.getObject("record_set_id", UUID.class),
                            Section.valueOf(row.getString("section")),
                            Purpose.valueOf(row.getString("purpose")),
                            BatchStatus.valueOf(row.getString("status")),
                            instant(row, "approved_at"),
                            instant(row, "started_at"),
                            instant(row, "completed_at")));
                }
            }
        }
        return batches;
    }

    /** One property of each as a parameter of a statement that counts them all. */
    static Array column(
            Connection connection, String type, List<CountedBatch> batches, Function<CountedBatch, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, batches.stream().map(value).toArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
