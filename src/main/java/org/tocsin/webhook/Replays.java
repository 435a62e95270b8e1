package org.tocsin.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Puts an endpoint back to an earlier event. */
final class Replays {

    private Replays() {}

    /**
     * What is sent again.
     *
     * @param batches how many batches it belongs to
     * @param events how many there are, those included that were not sent yet
     */
    record Result(long batches, long events) {}

    /**
     * Has everything that the endpoint wants sent again from a point on, in order and at once. A claim that somebody holds is lost
     * by it. It never goes forward: what was not sent yet is not passed over.
     *
     * @param batch of this batch only, or null for all
     */
    static Result from(Connection connection, UUID endpoint, ReplayPoint from, UUID batch, Instant now)
            throws SQLException {
        Numbering.lock(connection); // or what is being numbered would be missed, or lie before a new row
        String sql =
                """
                WITH wanted AS (
                    SELECT v.batch_id, v.seq, v.occurred_at
                    FROM webhook_endpoint e JOIN webhook_event v ON %s
                    WHERE e.id = ? AND (?::uuid IS NULL OR v.batch_id = ?)),
                start AS (
                    SELECT batch_id, min(seq) AS seq FROM wanted
                    WHERE seq >= ?::bigint OR occurred_at >= ?::timestamptz GROUP BY 1),
                again AS (
                    SELECT w.batch_id, min(w.seq) AS first_seq, max(w.seq) AS last_seq, count(*) AS events
                    FROM wanted w JOIN start s ON s.batch_id = w.batch_id AND w.seq >= s.seq GROUP BY 1),
                put_back AS (
                    INSERT INTO webhook_cursor AS c (endpoint_id, batch_id, sent_seq, last_seq, due_at)
                    SELECT ?, batch_id, first_seq - 1, last_seq, ? FROM again ORDER BY batch_id
                    ON CONFLICT (endpoint_id, batch_id) DO UPDATE
                    SET sent_seq = least(c.sent_seq, excluded.sent_seq), last_seq = excluded.last_seq,
                        due_at = excluded.due_at, attempts = 0, failing_since = NULL, failure = NULL,
                        epoch = c.epoch + 1, claimed_until = '-infinity')
                SELECT count(*), coalesce(sum(events), 0) FROM again
                """
                        .formatted(EventTypes.WANTED);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, endpoint);
            statement.setObject(2, batch);
            statement.setObject(3, batch);
            statement.setObject(4, from.sequence());
            statement.setObject(5, utc(from.time()));
            statement.setObject(6, endpoint);
            statement.setObject(7, utc(now));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Result(row.getLong(1), row.getLong(2));
            }
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
