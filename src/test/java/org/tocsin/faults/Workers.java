package org.tocsin.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which replica is which worker in the database, and how long a dead one's claims stay with it. */
final class Workers implements AutoCloseable {

    private final Connection connection;
    private final Set<UUID> known = new HashSet<>();

    Workers(OwnPostgres postgres) throws SQLException {
        this.connection = postgres.connect();
    }

    /** The worker that has appeared since the last call: the replica that was started last, alone. */
    UUID newest() {
        UUID[] found = new UUID[1];
        await().until(() -> (found[0] = unknown()) != null);
        known.add(found[0]);
        return found[0];
    }

    /** When it last said that it is alive, by the database's clock. */
    Instant lastHeartbeat(UUID worker) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT heartbeat_at FROM replica WHERE id = ?")) {
            select.setObject(1, worker);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }

    /** How long after that moment we are by the database's clock; null while the worker still has claims. */
    Duration sinceIfNoClaims(UUID worker, Instant lastHeartbeat) throws SQLException {
        String sql =
                """
                SELECT now(), EXISTS (SELECT FROM delivery WHERE worker_id = ? AND state = 'SENDING')
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, worker);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Instant now = row.getObject(1, OffsetDateTime.class).toInstant();
                return row.getBoolean(2) ? null : Duration.between(lastHeartbeat, now);
            }
        }
    }

    private UUID unknown() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM replica ORDER BY started_at DESC");
                ResultSet row = select.executeQuery()) {
            return row.next() && !known.contains(row.getObject(1, UUID.class)) ? row.getObject(1, UUID.class) : null;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
