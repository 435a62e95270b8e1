package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Open or closed: whether anything of a batch, or anything at all, may be sent. Claim and intent look here. While a gate is closed
 * the time that counts towards horizons stands still behind it ({@code batch_clock} in the database), so that nobody is given up
 * for a pause.
 */
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
        OffsetDateTime outerClock = outerClock(connection, batch, now.atOffset(ZoneOffset.UTC));
        // Closed once more, its clock has stopped already. In seconds, for a day is not always 24 hours.
        String sql =
                """
                INSERT INTO gate AS g (batch_id, open, reason, changed_by, changed_at, clock_stopped_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (batch_id) DO UPDATE
                SET open = excluded.open, reason = excluded.reason, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at,
                    clock_stopped_at = CASE WHEN NOT excluded.open THEN gate_clock(g, ?) END,
                    stood_still = CASE WHEN excluded.open AND NOT g.open AND g.clock_stopped_at IS NOT NULL
                                       THEN make_interval(secs => extract(epoch FROM ?::timestamptz - g.clock_stopped_at)::float8)
                                       ELSE g.stood_still END
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setBoolean(2, open);
            statement.setString(3, reason);
            statement.setString(4, actor);
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            statement.setObject(6, open ? null : outerClock);
            statement.setObject(7, outerClock);
            statement.setObject(8, outerClock);
            statement.executeUpdate();
        }
    }

    /** The clock of everything, which a batch's own follows; before everything, only the time itself. */
    private static OffsetDateTime outerClock(Connection connection, UUID batch, OffsetDateTime now)
            throws SQLException {
        if (batch.equals(EVERYTHING)) {
            return now;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT gate_clock(g, ?) FROM gate g WHERE batch_id = ?")) {
            statement.setObject(1, now);
            statement.setObject(2, EVERYTHING);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class);
            }
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
