package org.tocsin.delivery.replica;

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
import java.util.UUID;

/** Takes over what a replica left behind when it died. */
public final class Rescue {

    /** How many deliveries one call takes over: the transaction stays short, and the caller calls again. */
    private static final int CHUNK = 1_000;

    /**
     * What was found.
     *
     * @param dueAgain deliveries that had not begun to leave
     * @param unknown deliveries that may have left
     */
    public record Rescued(int dueAgain, int unknown) {

        static final Rescued NOTHING = new Rescued(0, 0);
    }

    private Rescue() {}

    /**
     * Moves the claims of a replica whose lease has run out: without an intent back to DUE, with one to UNKNOWN.
     *
     * <p>Two statements on purpose. The first locks the deliveries; whoever is committing an intent holds a share lock, so that
     * the second, with a snapshot of its own, sees every intent there is.
     */
    public static Rescued from(Connection connection, UUID replica, Duration lease, Instant now) throws SQLException {
        if (!holdExpired(connection, replica, lease)) {
            return Rescued.NOTHING;
        }
        List<UUID> left = lockClaims(connection, replica);
        if (left.isEmpty()) {
            Replicas.remove(connection, replica);
            return Rescued.NOTHING;
        }
        int unknown = toUnknown(connection, left, now);
        int dueAgain = toDue(connection, left, now);
        return new Rescued(dueAgain, unknown);
    }

    private static boolean holdExpired(Connection connection, UUID replica, Duration lease) throws SQLException {
        String sql =
                """
                SELECT FROM replica
                WHERE id = ? AND heartbeat_at < now() - make_interval(secs => ?)
                FOR UPDATE SKIP LOCKED
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, replica);
            statement.setDouble(2, lease.toMillis() / 1000.0);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static List<UUID> lockClaims(Connection connection, UUID replica) throws SQLException {
        String sql =
                """
                SELECT id FROM delivery WHERE worker_id = ? AND state = 'SENDING'
                ORDER BY id LIMIT ? FOR UPDATE
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, replica);
            statement.setInt(2, CHUNK);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    private static int toUnknown(Connection connection, List<UUID> claims, Instant now) throws SQLException {
        String sql =
                """
                WITH cut AS (
                    UPDATE attempt a
                    SET ended_at = ?, result = 'UNKNOWN', class = 'AMBIGUOUS', words = 'the sending service stopped'
                    FROM delivery d
                    WHERE d.id = ANY (?) AND a.delivery_id = d.id AND a.epoch = d.epoch AND a.ended_at IS NULL
                    RETURNING a.delivery_id, a.number)
                UPDATE delivery d
                SET state = 'UNKNOWN', reason = 'SERVICE_STOPPED', due_at = ?, worker_id = NULL, attempts = cut.number,
                    updated_at = ?
                FROM cut WHERE d.id = cut.delivery_id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setArray(2, connection.createArrayOf("uuid", claims.toArray()));
            statement.setObject(3, at);
            statement.setObject(4, at);
            return statement.executeUpdate();
        }
    }

    private static int toDue(Connection connection, List<UUID> claims, Instant now) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = 'DUE', due_at = ?, reason = NULL, worker_id = NULL, updated_at = ?
                WHERE id = ANY (?) AND state = 'SENDING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setObject(2, at);
            statement.setArray(3, connection.createArrayOf("uuid", claims.toArray()));
            return statement.executeUpdate();
        }
    }
}
