package org.tocsin.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.affected.RecordSetStatus;

/**
 * Who is affected by an incident, and in no batch that tells people.
 *
 * @param inNoBatch people of sealed record sets who are in no submitted batch, drills and simulated ones not counted
 * @param rejectedRecords lines of the uploads that named nobody who could be taken: whoever they are about is in no batch either
 */
record Coverage(long inNoBatch, long rejectedRecords, List<OfRecordSet> recordSets) {

    /**
     * One upload.
     *
     * @param accepted its people
     * @param batches submitted batches over it, drills and simulated ones not counted
     */
    record OfRecordSet(
            UUID recordSetId,
            String name,
            RecordSetStatus status,
            long accepted,
            long rejected,
            long duplicates,
            long batches) {}

    static Coverage read(Connection connection, UUID incident, List<CountedBatch> batches) throws SQLException {
        List<CountedBatch> real = batches.stream()
                .filter(batch -> batch.section() == Section.REAL)
                .toList();
        List<OfRecordSet> sets = recordSets(connection, incident, real);
        return new Coverage(
                inNoBatch(connection, incident, real),
                sets.stream().mapToLong(OfRecordSet::rejected).sum(),
                sets);
    }

    private static List<OfRecordSet> recordSets(Connection connection, UUID incident, List<CountedBatch> real)
            throws SQLException {
        String sql =
                """
                SELECT id, name, status, accepted, rejected, duplicates FROM record_set
                WHERE incident_id = ? AND status IN ('SEALED', 'PURGED') ORDER BY id
                """;
        List<OfRecordSet> sets = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject("id", UUID.class);
                    sets.add(new OfRecordSet(
                            id,
                            row.getString("name"),
                            RecordSetStatus.valueOf(row.getString("status")),
                            row.getLong("accepted"),
                            row.getLong("rejected"),
                            row.getLong("duplicates"),
                            real.stream()
                                    .filter(batch -> batch.recordSetId().equals(id))
                                    .count()));
                }
            }
        }
        return sets;
    }

    private static long inNoBatch(Connection connection, UUID incident, List<CountedBatch> real) throws SQLException {
        String sql =
                """
                SELECT count(DISTINCT p.customer_ref)
                FROM record_set s JOIN affected_person p ON p.record_set_id = s.id
                WHERE s.incident_id = ? AND s.status IN ('SEALED', 'PURGED')
                  AND NOT EXISTS (SELECT FROM notice n WHERE n.batch_id = ANY (?) AND n.customer_ref = p.customer_ref)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            statement.setArray(2, CountedBatch.column(connection, "uuid", real, CountedBatch::id));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
