package org.tocsin.delivery.exclusion;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.delivery.FirstNotices;
import org.tocsin.delivery.NoticeOutcomes;

/**
 * Ends what has not left of a batch that was cancelled or rejected, a few thousand people per transaction: waiting deliveries
 * are cancelled, their people withdrawn and free for another first notice. What a replica has in hand ends by itself; what may
 * have left stays UNKNOWN until it is known.
 */
public final class Withdrawal {

    private Withdrawal() {}

    /** The last position of the batch's list; 0 when nobody is in it. */
    public static long lastPosition(Connection connection, UUID batch) throws SQLException {
        String sql = "SELECT coalesce(max(position), 0) FROM notice WHERE batch_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Withdraws the people in a stretch of the list. Whoever was excluded is left to {@link LaterExclusions#settleLeftovers}, also what
     * comes back of theirs between the two.
     *
     * @param after the position to begin behind
     * @param to the last position
     */
    public static void ofStretch(Connection connection, UUID batch, long after, long to, Instant now)
            throws SQLException {
        String sql =
                "SELECT id FROM notice WHERE batch_id = ? AND position > ? AND position <= ? AND exclusion_id IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setLong(2, after);
            statement.setLong(3, to);
            of(connection, ids(statement), now);
        }
    }

    /**
     * Withdraws people to whom something has come back since their stretch was withdrawn: a message that was under way and is to
     * be tried later, or that a person must decide on. Both are found by their partial indexes.
     *
     * @return how many people there were, at most {@code limit}
     */
    public static int ofLeftovers(Connection connection, UUID batch, int limit, Instant now) throws SQLException {
        String sql =
                """
                (SELECT n.id FROM delivery d JOIN notice n ON n.id = d.notice_id
                 WHERE d.batch_id = ? AND d.state = 'DUE' AND n.exclusion_id IS NULL LIMIT ?)
                UNION
                (SELECT n.id FROM delivery d JOIN notice n ON n.id = d.notice_id
                 WHERE d.batch_id = ? AND d.state = 'HELD' AND n.exclusion_id IS NULL LIMIT ?)
                LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setInt(2, limit);
            statement.setObject(3, batch);
            statement.setInt(4, limit);
            statement.setInt(5, limit);
            List<UUID> notices = ids(statement);
            of(connection, notices, now);
            return notices.size();
        }
    }

    private static void of(Connection connection, List<UUID> notices, Instant now) throws SQLException {
        NoticeOutcomes.lock(connection, notices);
        String deliveries =
                """
                UPDATE delivery
                SET state = 'CANCELLED', due_at = NULL, updated_at = ?
                WHERE notice_id = ANY (?) AND state IN ('PLANNED', 'DUE', 'HELD')
                """;
        update(connection, deliveries, notices, now);
        String outcomes =
                """
                UPDATE notice n
                SET outcome = 'WITHDRAWN', updated_at = ?
                WHERE n.id = ANY (?) AND n.outcome = 'OUTSTANDING'
                  AND NOT EXISTS (SELECT FROM delivery d
                                  WHERE d.notice_id = n.id AND d.state IN ('SENDING', 'UNKNOWN'))
                """;
        update(connection, outcomes, notices, now);
        FirstNotices.releaseWithdrawn(connection, notices);
    }

    private static void update(Connection connection, String sql, List<UUID> notices, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setArray(2, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeUpdate();
        }
    }

    private static List<UUID> ids(PreparedStatement statement) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
