package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Makes the people of an approved list due, a stretch of the list at a time. */
public final class Release {

    private static final String RELEASE =
            """
            UPDATE delivery d
            SET state = CASE WHEN d.rank > 1 THEN d.state WHEN d.hold_for IS NULL THEN 'DUE' ELSE 'HELD' END,
                reason = CASE WHEN d.rank = 1 THEN d.hold_for ELSE d.reason END,
                due_at = CASE WHEN d.rank = 1 AND d.hold_for IS NULL
                              THEN ?::timestamptz - (? - %s) * interval '1 microsecond' END,
                give_up_at = (SELECT batch_clock(?, ?)) + make_interval(secs => ?),
                horizon = CASE WHEN d.rank > 1 THEN make_interval(secs => ?) END,
                confirm_within = CASE WHEN d.rank > 1 THEN make_interval(secs => ?) END,
                updated_at = ?
            """;

    // Without a join: the people of a list are millions.
    private static final String STRETCH = RELEASE.formatted("d.position")
            + """
            WHERE d.batch_id = ? AND d.position >= ? AND d.position < ? AND d.state = 'PLANNED' AND d.give_up_at IS NULL
            """;

    // What a version before V40 planned does not know its position.
    private static final String STRETCH_BEFORE_V40 = RELEASE.formatted("n.position")
            + """
            FROM notice n
            WHERE n.batch_id = ? AND n.position >= ? AND n.position < ? AND d.notice_id = n.id
              AND d.position IS NULL AND d.state = 'PLANNED' AND d.give_up_at IS NULL
            """;

    private Release() {}

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
    public static void stretch(
            Connection connection,
            UUID batch,
            long from,
            long to,
            Duration horizon,
            Duration confirmWithin,
            Instant now)
            throws SQLException {
        List<String> statements =
                somePlannedBeforeV40(connection, batch) ? List.of(STRETCH, STRETCH_BEFORE_V40) : List.of(STRETCH);
        for (String sql : statements) {
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
    }

    // NULL is the last of the index. Whether one exists would be looked for in the whole table.
    private static boolean somePlannedBeforeV40(Connection connection, UUID batch) throws SQLException {
        String sql = "SELECT position IS NULL FROM delivery WHERE batch_id = ? ORDER BY position DESC LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
