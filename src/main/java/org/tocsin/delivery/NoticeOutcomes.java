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
public final class NoticeOutcomes {

    private NoticeOutcomes() {}

    /**
     * Takes the notices' row locks, in one order for everyone. Two channels of one person can be settled by two replicas at
     * once; without the lock each would see the other's delivery as still open, and the person would stay OUTSTANDING.
     */
    public static void lock(Connection connection, Collection<UUID> notices) throws SQLException {
        String sql = "SELECT id FROM notice WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeQuery().close();
        }
    }

    /**
     * Draws what follows from the deliveries as they now stand; the locks must be held. A later channel is opened, closed or told
     * how long to wait as {@link #following} says, and one that was opened and is in nobody's hands yet is closed again; the
     * outcome is that of {@link NoticeOutcome#of}.
     */
    public static void settle(Connection connection, Collection<UUID> notices, Instant now) throws SQLException {
        String notBegun = "(d.state IN ('PLANNED', 'DUE') OR d.state = 'HELD' AND d.reason = d.hold_for)";
        try (PreparedStatement statement = connection.prepareStatement("WITH " + following("delivery", notBegun))) {
            setFollowing(connection, statement, 1, notices, now);
            statement.executeUpdate();
        }
    }

    /**
     * The end of a statement that draws what follows, behind {@code WITH} and the expressions that it may begin with. One
     * statement, for every message that is sent pays for it: of what opens or closes only a channel that was not needed before
     * changes the outcome, so that all follows from one look at the deliveries.
     *
     * <ul>
     *   <li>A later channel is closed when an earlier one has served; in a batch that names a time to confirm in, when an earlier
     *       one is DELIVERED.
     *   <li>It is opened when it is its turn and nothing serves: every earlier one has failed, be it after it had served. Somebody
     *       excluded meanwhile is not written to again.
     *   <li>It is told how long to wait when it is its turn and an earlier one is ACCEPTED and not confirmed;
     *       {@code feedback.OverdueConfirmations} opens it then.
     * </ul>
     *
     * <p>What is opened is tried for {@code horizon}: as long as the first channel, however often it was opened before. What an
     * earlier version released has none: there {@code give_up_at - updated_at} is as much until it is first moved.
     *
     * @param deliveries where to look: {@code notice_id}, {@code rank} and {@code state} of each
     * @param closable which later channels {@code d} may be closed, of those that the statement has not moved itself
     */
    static String following(String deliveries, String closable) {
        // In mode ALL every rank is 1: nothing is later.
        return """
                standing AS MATERIALIZED (
                    SELECT notice_id,
                           min(rank) FILTER (WHERE state IN ('ACCEPTED', 'DELIVERED')) AS served,
                           min(rank) FILTER (WHERE state = 'DELIVERED') AS confirmed,
                           min(rank) FILTER (WHERE state NOT IN ('FAILED', 'UNDELIVERABLE', 'CANCELLED', 'ACCEPTED', 'DELIVERED'))
                               AS turn,
                           bool_or(rank > 1 AND state IN ('PLANNED', 'NOT_NEEDED', 'DUE', 'HELD')) AS later,
                           bool_or(state IN ('PLANNED', 'DUE', 'SENDING', 'UNKNOWN', 'HELD')) AS open
                    FROM %1$s deliveries
                    WHERE notice_id = ANY (?)
                    GROUP BY notice_id),
                next AS (
                    UPDATE delivery d
                    SET state = CASE WHEN %2$s THEN 'NOT_NEEDED'
                                     WHEN s.served IS NOT NULL THEN d.state
                                     WHEN d.hold_for IS NULL THEN 'DUE' ELSE 'HELD' END,
                        reason = CASE WHEN s.served IS NULL THEN d.hold_for END,
                        due_at = CASE WHEN %2$s THEN NULL
                                      WHEN s.served IS NOT NULL THEN ?::timestamptz + d.confirm_within
                                      WHEN d.hold_for IS NULL THEN ?::timestamptz END,
                        give_up_at = CASE WHEN %2$s OR s.served IS NOT NULL THEN d.give_up_at
                                          ELSE batch_clock(d.batch_id, ?) + coalesce(d.horizon, d.give_up_at - d.updated_at) END,
                        horizon = coalesce(d.horizon, d.give_up_at - d.updated_at),
                        updated_at = CASE WHEN %2$s OR s.served IS NULL THEN ?::timestamptz ELSE d.updated_at END
                    FROM standing s
                    WHERE s.later AND d.notice_id = s.notice_id AND d.rank > 1
                      AND CASE WHEN %2$s THEN %3$s
                               WHEN s.served IS NOT NULL
                               THEN d.state = 'PLANNED' AND d.due_at IS NULL AND d.rank = s.turn AND s.served < d.rank
                               ELSE d.rank = s.turn
                                    AND (d.state = 'PLANNED'
                                         OR d.state = 'NOT_NEEDED'
                                            AND NOT EXISTS (SELECT FROM notice x
                                                            WHERE x.id = d.notice_id AND x.exclusion_id IS NOT NULL)) END
                    RETURNING d.notice_id)
                UPDATE notice n
                SET outcome = o.outcome, confirmed = o.confirmed, updated_at = ?
                FROM (SELECT notice_id, confirmed IS NOT NULL AS confirmed,
                             CASE WHEN served IS NOT NULL THEN 'REACHED'
                                  WHEN open OR EXISTS (SELECT FROM next WHERE next.notice_id = s.notice_id)
                                  THEN 'OUTSTANDING' ELSE 'UNREACHED' END AS outcome
                      FROM standing s) o
                WHERE n.id = o.notice_id
                  AND n.outcome NOT IN ('EXCLUDED', 'WITHDRAWN')
                  AND (n.outcome, n.confirmed) IS DISTINCT FROM (o.outcome, o.confirmed)
                """
                .formatted(
                        deliveries,
                        "(s.confirmed < d.rank OR s.served < d.rank AND d.confirm_within IS NULL)",
                        closable);
    }

    /** Sets the parameters of {@link #following}, from a place on. */
    static void setFollowing(
            Connection connection, PreparedStatement statement, int first, Collection<UUID> notices, Instant now)
            throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        statement.setArray(first, connection.createArrayOf("uuid", notices.toArray()));
        for (int i = 1; i <= 5; i++) {
            statement.setObject(first + i, at);
        }
    }
}
