package org.tocsin.batch;

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
import org.tocsin.affected.RecordSetUse;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Tally;

/** Keeps the people of a record set as long as a batch may still tell one of them, or must find out whether it did. */
@ApplicationScoped
class BatchesOverRecordSet implements RecordSetUse {

    private record Over(UUID id, BatchStatus status, Instant lastStep) {}

    @Override
    public Optional<String> hindrance(Connection connection, UUID recordSetId) throws SQLException {
        for (Over batch : batches(connection, recordSetId)) {
            if (!batch.status().ended()) {
                return Optional.of("Batch " + batch.id() + " over this record set is " + batch.status()
                        + "; cancel it, or let it end first.");
            }
            // Also of a cancelled batch: finding out what became of a message that may have left takes the address.
            Tally tally = Tally.read(connection, batch.id());
            if (tally.deliveries(DeliveryState.SENDING) + tally.deliveries(DeliveryState.UNKNOWN) > 0) {
                return Optional.of("Batch " + batch.id() + " over this record set has messages without an answer.");
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Instant> lastUsed(Connection connection, UUID recordSetId) throws SQLException {
        return batches(connection, recordSetId).stream().map(Over::lastStep).max(Instant::compareTo);
    }

    private static List<Over> batches(Connection connection, UUID recordSetId) throws SQLException {
        String sql =
                """
                SELECT id, status, greatest(created_at, submitted_at, approved_at, started_at, completed_at) FROM batch
                WHERE record_set_id = ? ORDER BY id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            List<Over> batches = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    batches.add(new Over(
                            row.getObject(1, UUID.class),
                            BatchStatus.valueOf(row.getString(2)),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
            return batches;
        }
    }
}
