package org.tocsin.delivery;

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

/** What a person decides of deliveries that are held. */
public final class HeldDecision {

    private HeldDecision() {}

    /**
     * Moves the held deliveries of some people as a person decided; to be called again until it moves none. What is to be sent is
     * tried as long as what opens now, however long the decision took.
     *
     * @param only those held for this, or null for all
     * @param horizon that of the batch
     * @param limit how many people at most
     * @return how many deliveries it moved
     */
    public static int apply(
            Connection connection, UUID batch, HeldFor only, boolean send, Duration horizon, int limit, Instant now)
            throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        List<UUID> held = heldNotices(connection, batch, only, limit);
        NoticeOutcomes.lock(connection, held);
        String sql =
                """
                WITH decided AS (
                    UPDATE delivery
                    SET state = ?, due_at = ?, reason = ?, updated_at = ?,
                        give_up_at = CASE WHEN ? THEN (SELECT batch_clock(?, ?)) + make_interval(secs => ?) ELSE give_up_at END
                    WHERE notice_id = ANY (?) AND state = 'HELD' AND (?::text IS NULL OR %s = ?)
                    RETURNING notice_id)
                SELECT array_agg(DISTINCT notice_id), count(*) FROM decided
                """
                        .formatted(HeldFor.SQL);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, send ? "DUE" : "CANCELLED");
            statement.setObject(2, send ? at : null);
            statement.setString(3, send ? null : "GIVEN_UP");
            statement.setObject(4, at);
            statement.setBoolean(5, send);
            statement.setObject(6, batch);
            statement.setObject(7, at);
            statement.setDouble(8, horizon.toMillis() / 1000.0);
            statement.setArray(9, connection.createArrayOf("uuid", held.toArray()));
            statement.setString(10, HeldFor.name(only));
            statement.setString(11, HeldFor.name(only));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int moved = row.getInt(2);
                if (moved > 0) {
                    List<UUID> notices = List.of((UUID[]) row.getArray(1).getArray());
                    NoticeOutcomes.settle(connection, notices, now);
                }
                return moved;
            }
        }
    }

    private static List<UUID> heldNotices(Connection connection, UUID batch, HeldFor only, int limit)
            throws SQLException {
        String sql = "SELECT DISTINCT notice_id FROM delivery WHERE batch_id = ? AND state = 'HELD'"
                + " AND (?::text IS NULL OR " + HeldFor.SQL + " = ?) LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setString(2, HeldFor.name(only));
            statement.setString(3, HeldFor.name(only));
            statement.setInt(4, limit);
            List<UUID> notices = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    notices.add(rows.getObject(1, UUID.class));
                }
            }
            return notices;
        }
    }
}
