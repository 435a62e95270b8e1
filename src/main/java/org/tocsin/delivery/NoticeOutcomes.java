package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** Keeps notices in step with their deliveries, in the commit that moved the deliveries: the next channel, and the outcome. */
final class NoticeOutcomes {

    private NoticeOutcomes() {}

    /**
     * Takes the notices' row locks, in one order for everyone. Two channels of one person can be settled by two replicas at
     * once; without the lock each would see the other's delivery as still open, and the person would stay OUTSTANDING.
     */
    static void lock(Connection connection, Collection<UUID> notices) throws SQLException {
        String sql = "SELECT id FROM notice WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeQuery().close();
        }
    }

    /**
     * Draws what follows from the deliveries as they now stand; the locks must be held. A waiting channel is closed when an
     * earlier one has served, and opened when every earlier one has failed (in mode ALL none waits), or held when the plan says
     * so; the outcome is that of {@link NoticeOutcome#of}.
     */
    static void settle(Connection connection, Collection<UUID> notices, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("WITH " + following("delivery"))) {
            setFollowing(connection, statement, 1, notices, now);
            statement.executeUpdate();
        }
    }

    /**
     * The end of a statement that draws what follows, behind {@code WITH} and the expressions that it may begin with. One
     * statement, for every message that is sent pays for it: what opens or closes does not change the outcome, so that all
     * follows from one look at the deliveries. A waiting delivery was last touched by its release: the next channel gets as long
     * as the first one had.
     *
     * @param deliveries where to look: {@code notice_id}, {@code rank} and {@code state} of each
     */
    static String following(String deliveries) {
        return """
                standing AS MATERIALIZED (
                    SELECT notice_id,
                           min(rank) FILTER (WHERE state IN ('ACCEPTED', 'DELIVERED')) AS served,
                           min(rank) FILTER (WHERE state NOT IN ('FAILED', 'UNDELIVERABLE', 'CANCELLED')) AS first_left,
                           bool_or(state = 'PLANNED') AS waiting,
                           bool_or(state IN ('PLANNED', 'DUE', 'SENDING', 'UNKNOWN', 'HELD')) AS open,
                           bool_or(state = 'DELIVERED') AS confirmed
                    FROM %s deliveries
                    WHERE notice_id = ANY (?)
                    GROUP BY notice_id),
                next AS (
                    UPDATE delivery d
                    SET state = CASE WHEN s.served < d.rank THEN 'NOT_NEEDED'
                                     WHEN d.hold_for IS NULL THEN 'DUE' ELSE 'HELD' END,
                        reason = CASE WHEN s.served < d.rank THEN d.reason ELSE d.hold_for END,
                        due_at = CASE WHEN s.served < d.rank THEN d.due_at ELSE ? END,
                        give_up_at = CASE WHEN s.served < d.rank THEN d.give_up_at
                                          ELSE ?::timestamptz + (d.give_up_at - d.updated_at) END,
                        updated_at = ?
                    FROM standing s
                    WHERE s.waiting AND d.notice_id = s.notice_id AND d.state = 'PLANNED'
                      AND (s.served < d.rank OR d.rank > 1 AND d.rank = s.first_left))
                UPDATE notice n
                SET outcome = o.outcome, confirmed = o.confirmed, updated_at = ?
                FROM (SELECT notice_id, confirmed,
                             CASE WHEN served IS NOT NULL THEN 'REACHED' WHEN open THEN 'OUTSTANDING' ELSE 'UNREACHED' END
                                 AS outcome
                      FROM standing) o
                WHERE n.id = o.notice_id
                  AND n.outcome NOT IN ('EXCLUDED', 'WITHDRAWN')
                  AND (n.outcome, n.confirmed) IS DISTINCT FROM (o.outcome, o.confirmed)
                """
                .formatted(deliveries);
    }

    /** Sets the parameters of {@link #following}, from a place on. */
    static void setFollowing(
            Connection connection, PreparedStatement statement, int first, Collection<UUID> notices, Instant now)
            throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        statement.setArray(first, connection.createArrayOf("uuid", notices.toArray()));
        for (int i = 1; i <= 4; i++) {
            statement.setObject(first + i, at);
        }
    }
}
