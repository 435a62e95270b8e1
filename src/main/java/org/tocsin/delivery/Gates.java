package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Open or closed: whether anything of a batch, or anything at all, may be sent. Claim and intent look here. */
public final class Gates {

    /** The gate before everything. */
    public static final UUID EVERYTHING = new UUID(0, 0);

    /** Why everything is stopped, by whom and when. */
    public record Closed(String reason, String by, Instant at) {}

    private Gates() {}

    public static void open(Connection connection, UUID batch, String actor, Instant now) throws SQLException {
        set(connection, batch, true, null, actor, now);
    }

    public static void close(Connection connection, UUID batch, String reason, String actor, Instant now)
            throws SQLException {
        set(connection, batch, false, reason, actor, now);
    }

    private static void set(Connection connection, UUID batch, boolean open, String reason, String actor, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO gate (batch_id, open, reason, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (batch_id) DO UPDATE
                SET open = excluded.open, reason = excluded.reason, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setBoolean(2, open);
            statement.setString(3, reason);
            statement.setString(4, actor);
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** Which of these gates are closed. */
    public static Set<UUID> closedAmong(Connection connection, Set<UUID> batches) throws SQLException {
        String sql = "SELECT batch_id FROM gate WHERE batch_id = ANY (?) AND NOT open";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", batches.toArray()));
            Set<UUID> closed = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    closed.add(rows.getObject(1, UUID.class));
                }
            }
            return closed;
        }
    }
}
