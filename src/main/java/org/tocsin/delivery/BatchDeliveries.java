package org.tocsin.delivery;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.platform.Digests;

/** What is done to all deliveries of a batch at once. */
public final class BatchDeliveries {

    private BatchDeliveries() {}

    /**
     * Makes the first channel of everyone in a stretch of the list due, or held where the plan says so, and gives every delivery
     * in it the batch's horizon, every later one also the time that those before it have to be confirmed. The due times are a
     * microsecond apart, in the order of the list, the last one now: they tell how far the queue is emptied.
     *
     * @param from the first position that is not yet released
     * @param to the position to release before
     * @param horizon how long each is tried from when it opens, by the batch's clock
     * @param confirmWithin as {@code delivery.confirm_within}; may be null
     */
    public static void release(
            Connection connection,
            UUID batch,
            long from,
            long to,
            Duration horizon,
            Duration confirmWithin,
            Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE delivery d
                SET state = CASE WHEN d.rank > 1 THEN d.state WHEN d.hold_for IS NULL THEN 'DUE' ELSE 'HELD' END,
                    reason = CASE WHEN d.rank = 1 THEN d.hold_for ELSE d.reason END,
                    due_at = CASE WHEN d.rank = 1 AND d.hold_for IS NULL
                                  THEN ?::timestamptz - (? - n.position) * interval '1 microsecond' END,
                    give_up_at = (SELECT batch_clock(?, ?)) + make_interval(secs => ?),
                    horizon = CASE WHEN d.rank > 1 THEN make_interval(secs => ?) END,
                    confirm_within = CASE WHEN d.rank > 1 THEN make_interval(secs => ?) END,
                    updated_at = ?
                FROM notice n
                WHERE n.batch_id = ? AND n.position >= ? AND n.position < ?
                  AND d.notice_id = n.id AND d.state = 'PLANNED' AND d.give_up_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setLong(2, to);
            statement.setObject(3, batch);
            statement.setObject(4, at);
            statement.setDouble(5, seconds(horizon));
            statement.setDouble(6, seconds(horizon));
            statement.setObject(7, confirmWithin == null ? null : seconds(confirmWithin), Types.DOUBLE);
            statement.setObject(8, at);
            statement.setObject(9, batch);
            statement.setLong(10, from);
            statement.setLong(11, to);
            statement.executeUpdate();
        }
    }

    /**
     * Moves the held deliveries of some people as a person decided; to be called again until it moves none. What is to be sent is
     * tried as long as what opens now, however long the decision took.
     *
     * @param only those held for this, or null for all
     * @param horizon that of the batch
     * @param limit how many people at most
     * @return how many deliveries it moved
     */
    public static int decideHeld(
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
            statement.setDouble(8, seconds(horizon));
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

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /**
     * Digest of the planned list: who gets what over which channel in which order, and who does not and why. Chunks of the list
     * are hashed in the database, and their hashes here, so that the list need not travel.
     *
     * <p>Whoever was excluded after the submission is taken as planned: somebody who was to be sent something, or had no usable
     * address. That holds only for an exclusion of that very person, so that no other row can be made to pass.
     *
     * @return 64 lower-case hex digits
     */
    public static String listDigest(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT sha256(convert_to(string_agg(line, E'\\n' ORDER BY position), 'UTF8'))
                FROM (SELECT n.position,
                             concat_ws(' ', n.position, n.customer_ref,
                                       CASE WHEN e.id IS NULL AND n.outcome IN ('EXCLUDED', 'UNREACHED') THEN n.outcome
                                            WHEN e.id IS NOT NULL AND messages.planned IS NULL THEN 'UNREACHED' END,
                                       CASE WHEN e.id IS NULL THEN n.reason
                                            WHEN messages.planned IS NULL THEN 'NO_USABLE_CONTACT' END,
                                       messages.planned) AS line
                      FROM notice n
                      LEFT JOIN exclusion e ON e.id = n.exclusion_id AND e.incident_id = n.incident_id
                                           AND e.customer_ref = n.customer_ref
                      CROSS JOIN LATERAL (SELECT string_agg(concat_ws(':', d.channel, d.rank, d.variant_id, d.hold_for), ' '
                                                            ORDER BY d.rank, d.channel) AS planned
                                          FROM delivery d
                                          WHERE d.notice_id = n.id AND d.variant_id IS NOT NULL) messages
                      WHERE n.batch_id = ?) lines
                GROUP BY position / 10000
                ORDER BY position / 10000
                """;
        MessageDigest all = Digests.sha256();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.update(rows.getBytes(1));
                }
            }
        }
        return Digests.hex(all.digest());
    }
}
