package org.tocsin.delivery.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The running services and their leases. Leases alone use the database's clock: it is the one that all replicas share. */
public final class Replicas {

    private Replicas() {}

    /** Says that the replica is alive; the first time, that it is there. */
    public static void beat(Connection connection, UUID replica, Lease lease) throws SQLException {
        String sql =
                """
                INSERT INTO replica AS r (id) VALUES (?)
                ON CONFLICT (id) DO UPDATE
                SET heartbeat_at = now(),
                    steady_since = CASE WHEN r.heartbeat_at < now() - make_interval(secs => ?) THEN now()
                                        ELSE r.steady_since END
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, replica);
            statement.setDouble(2, seconds(lease.outage()));
            statement.executeUpdate();
        }
    }

    /** How many replicas have been heard of within the lease. */
    public static int alive(Connection connection, Duration lease) throws SQLException {
        String sql = "SELECT count(*) FROM replica WHERE heartbeat_at >= now() - make_interval(secs => ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setDouble(1, lease.toMillis() / 1000.0);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /**
     * Replicas whose lease has run out. After an outage of the database, or a failover to a standby that has been up for
     * long, every lease looks old: so none has run out unless some replica's heartbeats came all through a full lease, which
     * is what the silent one could have done too.
     */
    public static List<UUID> expired(Connection connection, Lease lease) throws SQLException {
        String sql =
                """
                SELECT id FROM replica
                WHERE heartbeat_at < now() - make_interval(secs => ?)
                  AND EXISTS (SELECT FROM replica witness
                              WHERE witness.heartbeat_at >= now() - make_interval(secs => ?)
                                AND witness.steady_since < now() - make_interval(secs => ?))
                ORDER BY id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setDouble(1, seconds(lease.length()));
            statement.setDouble(2, seconds(lease.outage()));
            statement.setDouble(3, seconds(lease.length()));
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    /** Forgets a replica that has left or that was rescued from, unless it left claims: those must still be found. */
    public static void remove(Connection connection, UUID replica) throws SQLException {
        String sql =
                """
                DELETE FROM replica
                WHERE id = ? AND NOT EXISTS (SELECT FROM delivery WHERE worker_id = ? AND state = 'SENDING')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, replica);
            statement.setObject(2, replica);
            statement.executeUpdate();
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
