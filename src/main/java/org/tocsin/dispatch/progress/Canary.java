package org.tocsin.dispatch.progress;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.tocsin.batch.Batch;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Tally;

/** The first few of a batch: up to where they are, and whether they have shown what they are to show. */
@ApplicationScoped
class Canary {

    private final AgroalDataSource database;

    Canary(AgroalDataSource database) {
        this.database = database;
    }

    /** The position up to which people may be released: the canary's last, or the list's when there is none or it was passed. */
    long lastToRelease(Batch batch, Tally tally) {
        if (!applies(batch)) {
            return lastPosition(batch);
        }
        long sendable = batch.people - tally.excluded() - batch.plan.unreached();
        return positionOf(batch, Math.min(batch.policy.canary().of(sendable), sendable));
    }

    /**
     * Whether the canary is out and somebody waits behind it: each of it has been tried over the channels that opened so far. A
     * few who are to be tried again hold up nothing; a canary of which more waits than has an answer has shown nothing yet.
     */
    boolean out(Batch batch, Tally tally) {
        return applies(batch)
                && tally.deliveries(DeliveryState.SENDING) == 0
                && tally.deliveries(DeliveryState.DUE) <= answered(tally)
                && batch.releasedTo < lastPosition(batch)
                && !untried(batch);
    }

    private static boolean applies(Batch batch) {
        return batch.policy.canary() != null && !batch.canaryPassed;
    }

    private static long answered(Tally tally) {
        return Stream.of(
                        DeliveryState.ACCEPTED,
                        DeliveryState.DELIVERED,
                        DeliveryState.FAILED,
                        DeliveryState.UNKNOWN,
                        DeliveryState.HELD)
                .mapToLong(tally::deliveries)
                .sum();
    }

    private boolean untried(Batch batch) {
        String sql = "SELECT count(*) FROM delivery WHERE batch_id = ? AND state = 'DUE' AND attempts = 0";
        return number(sql, batch.id, null) > 0;
    }

    private long lastPosition(Batch batch) {
        return number("SELECT coalesce(max(position), 0) FROM notice WHERE batch_id = ?", batch.id, null);
    }

    /** The position of the n-th person in the batch who is to be sent something. */
    private long positionOf(Batch batch, long n) {
        String sql =
                """
                SELECT position FROM notice
                WHERE batch_id = ? AND reason IS DISTINCT FROM 'NO_USABLE_CONTACT' AND outcome <> 'EXCLUDED'
                ORDER BY position
                OFFSET ? LIMIT 1
                """;
        return number(sql, batch.id, Math.max(0, n - 1));
    }

    private long number(String sql, UUID batch, Long offset) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            if (offset != null) {
                statement.setLong(2, offset);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the batch's people could not be counted", e);
        }
    }
}
