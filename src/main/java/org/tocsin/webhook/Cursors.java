package org.tocsin.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far each endpoint has been told of each batch: claimed, moved on, put off. Leases are by the database's clock. */
final class Cursors {

    /** Longer than one request can last, so that a batch's events are not sent by two at a time. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private Cursors() {}

    /** Enabled endpoints that something is due for. */
    static List<UUID> dueEndpoints(Connection connection, Instant now) throws SQLException {
        String sql =
                """
                SELECT e.id FROM webhook_endpoint e
                WHERE e.disabled_reason IS NULL
                  AND EXISTS (SELECT FROM webhook_cursor c
                              WHERE c.endpoint_id = e.id AND c.last_seq > c.sent_seq AND c.due_at <= ?
                                AND c.claimed_until < now())
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            List<UUID> due = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(row.getObject(1, UUID.class));
                }
            }
            return due;
        }
    }

    /** Claims up to {@code limit} batches of an endpoint, the longest due first. */
    static List<Claim> claim(Connection connection, UUID endpoint, int limit, Instant now) throws SQLException {
        String sql =
                """
                WITH picked AS (
                    SELECT endpoint_id, batch_id FROM webhook_cursor
                    WHERE endpoint_id = ? AND last_seq > sent_seq AND due_at <= ? AND claimed_until < now()
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE webhook_cursor c SET epoch = c.epoch + 1, claimed_until = now() + ? * interval '1 millisecond'
                FROM picked p WHERE c.endpoint_id = p.endpoint_id AND c.batch_id = p.batch_id
                RETURNING c.batch_id, c.epoch, c.last_seq, c.attempts
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, endpoint);
            statement.setObject(2, utc(now));
            statement.setInt(3, limit);
            statement.setLong(4, LEASE.toMillis());
            long sinceNanos = System.nanoTime();
            List<Claim> claims = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claims.add(new Claim(
                            endpoint,
                            row.getObject("batch_id", UUID.class),
                            row.getLong("epoch"),
                            row.getLong("last_seq"),
                            row.getInt("attempts"),
                            sinceNanos));
                }
            }
            return claims;
        }
    }

    /** The next event that the endpoint wants; empty when there is none, or the claim was lost. */
    static Optional<Event> next(Connection connection, Claim claim) throws SQLException {
        String sql =
                """
                SELECT v.id, v.seq, v.type, v.occurred_at, v.data
                FROM webhook_cursor c
                JOIN webhook_endpoint e ON e.id = c.endpoint_id
                JOIN webhook_event v ON v.batch_id = c.batch_id AND v.seq > c.sent_seq AND\s"""
                        + EventTypes.WANTED
                        + """

                WHERE c.endpoint_id = ? AND c.batch_id = ? AND c.epoch = ?
                ORDER BY v.seq LIMIT 1
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setClaim(statement, 1, claim);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Event(
                                row.getObject("id", UUID.class),
                                row.getLong("seq"),
                                row.getString("type"),
                                row.getObject("occurred_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getString("data")))
                        : Optional.empty();
            }
        }
    }

    /** Marks an event as sent and keeps the claim; whether it still held. */
    static boolean sent(Connection connection, Claim claim, Event event) throws SQLException {
        String sql =
                """
                UPDATE webhook_cursor SET sent_seq = ?, attempts = 0, failing_since = NULL, failure = NULL,
                       claimed_until = now() + ? * interval '1 millisecond'
                WHERE endpoint_id = ? AND batch_id = ? AND epoch = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, event.seq());
            statement.setLong(2, LEASE.toMillis());
            setClaim(statement, 3, claim);
            return statement.executeUpdate() == 1;
        }
    }

    /** Gives the claim back after a try that failed, to be tried again at {@code dueAt}; whether it still held. */
    static boolean failed(Connection connection, Claim claim, String failure, Instant dueAt, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE webhook_cursor SET attempts = attempts + 1, failing_since = coalesce(failing_since, ?), failure = ?,
                       due_at = ?, claimed_until = '-infinity'
                WHERE endpoint_id = ? AND batch_id = ? AND epoch = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            statement.setString(2, failure);
            statement.setObject(3, utc(dueAt));
            setClaim(statement, 4, claim);
            return statement.executeUpdate() == 1;
        }
    }

    /** Gives the claim back; others of the endpoint that are due come first. */
    static void release(Connection connection, Claim claim, Instant now) throws SQLException {
        giveBack(connection, claim, "sent_seq", now);
    }

    /** Gives the claim back when no event is left: what the claim knew of beyond the last one was removed by its age. */
    static void finish(Connection connection, Claim claim, Instant now) throws SQLException {
        giveBack(connection, claim, "greatest(sent_seq, " + claim.lastSeq() + ")", now);
    }

    /** Makes everything that an endpoint was not told due at once, as if nothing of it had failed. */
    static void retryAll(Connection connection, UUID endpoint, Instant now) throws SQLException {
        String sql =
                """
                UPDATE webhook_cursor SET attempts = 0, failing_since = NULL, failure = NULL, due_at = ?
                WHERE endpoint_id = ? AND last_seq > sent_seq
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            statement.setObject(2, endpoint);
            statement.executeUpdate();
        }
    }

    private static void giveBack(Connection connection, Claim claim, String sentSeq, Instant now) throws SQLException {
        String sql = "UPDATE webhook_cursor SET sent_seq = " + sentSeq
                + ", due_at = ?, claimed_until = '-infinity' WHERE endpoint_id = ? AND batch_id = ? AND epoch = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            setClaim(statement, 2, claim);
            statement.executeUpdate();
        }
    }

    private static void setClaim(PreparedStatement statement, int first, Claim claim) throws SQLException {
        statement.setObject(first, claim.endpointId());
        statement.setObject(first + 1, claim.batchId());
        statement.setLong(first + 2, claim.epoch());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
