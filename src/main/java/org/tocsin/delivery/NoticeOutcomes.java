package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** Keeps the outcomes of notices in step with their deliveries, in the commit that moved the deliveries. */
final class NoticeOutcomes {

    private NoticeOutcomes() {}

    /**
     * Takes the notices' row locks, in one order for everyone. Two channels of one person can be settled by two replicas at
     * once; without the lock each would see the other's delivery as still open, and the person would stay OUTSTANDING.
     */
    static void lock(Connection connection, Collection<UUID> notices) throws SQLException {
        String sql = "SELECT id FROM notice WHERE id = ANY (?) ORDER BY id FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeQuery().close();
        }
    }

    /** Derives the outcomes anew, by the rule of {@link NoticeOutcome#of}; the locks must be held. */
    static void derive(Connection connection, Collection<UUID> notices, Instant now) throws SQLException {
        String sql =
                """
                UPDATE notice n
                SET outcome = o.outcome, confirmed = o.confirmed, updated_at = ?
                FROM (SELECT notice_id,
                             CASE WHEN bool_or(state IN ('ACCEPTED', 'DELIVERED')) THEN 'REACHED'
                                  WHEN bool_or(state IN ('PLANNED', 'DUE', 'SENDING', 'UNKNOWN', 'HELD')) THEN 'OUTSTANDING'
                                  ELSE 'UNREACHED' END AS outcome,
                             bool_or(state = 'DELIVERED') AS confirmed
                      FROM delivery
                      WHERE notice_id = ANY (?)
                      GROUP BY notice_id) o
                WHERE n.id = o.notice_id
                  AND n.outcome NOT IN ('EXCLUDED', 'WITHDRAWN')
                  AND (n.outcome, n.confirmed) IS DISTINCT FROM (o.outcome, o.confirmed)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setArray(2, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeUpdate();
        }
    }
}
