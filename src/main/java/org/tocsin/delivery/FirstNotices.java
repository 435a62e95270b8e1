package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * One person, one first notice: at most one live FIRST notice per incident and customer. A draft claims nobody, so that a plan
 * thrown away stands in nobody's way; the submission claims, and a primary key decides between two of them.
 */
public final class FirstNotices {

    /** Why somebody is left out of a FIRST batch who already has a first notice. */
    public static final String ALREADY_NOTIFIED = "ALREADY_NOTIFIED";

    private FirstNotices() {}

    /** Claims everyone in the batch who would be sent to and is still free. */
    public static void claim(Connection connection, UUID batch) throws SQLException {
        // Ordered, so that two submissions that share people wait for each other instead of locking up.
        String sql =
                """
                INSERT INTO first_notice (incident_id, customer_ref, notice_id)
                SELECT incident_id, customer_ref, id FROM notice
                WHERE batch_id = ? AND outcome = 'OUTSTANDING'
                ORDER BY incident_id, customer_ref
                ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.executeUpdate();
        }
    }

    /** Whether somebody is left out for a first notice that is no longer there: its batch was cancelled or rejected since. */
    public static boolean anyLeftOutForNothing(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT EXISTS (SELECT FROM notice n
                               WHERE n.batch_id = ? AND n.outcome = 'EXCLUDED' AND n.reason = ?
                                 AND NOT EXISTS (SELECT FROM first_notice f
                                                 WHERE f.incident_id = n.incident_id
                                                   AND f.customer_ref = n.customer_ref))
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setString(2, ALREADY_NOTIFIED);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Leaves out everyone whose first notice is another batch's. */
    public static void excludeClaimed(Connection connection, UUID batch, Instant now) throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        String notices =
                """
                UPDATE notice n SET outcome = 'EXCLUDED', reason = ?, updated_at = ?
                FROM first_notice f
                WHERE n.batch_id = ? AND n.outcome IN ('OUTSTANDING', 'UNREACHED')
                  AND f.incident_id = n.incident_id AND f.customer_ref = n.customer_ref AND f.notice_id <> n.id
                """;
        try (PreparedStatement statement = connection.prepareStatement(notices)) {
            statement.setString(1, ALREADY_NOTIFIED);
            statement.setObject(2, at);
            statement.setObject(3, batch);
            if (statement.executeUpdate() == 0) {
                return;
            }
        }
        String deliveries =
                """
                UPDATE delivery d SET state = 'UNDELIVERABLE', reason = ?, updated_at = ?
                FROM notice n
                WHERE d.batch_id = ? AND d.state = 'PLANNED' AND n.id = d.notice_id AND n.outcome = 'EXCLUDED'
                """;
        try (PreparedStatement statement = connection.prepareStatement(deliveries)) {
            statement.setString(1, ALREADY_NOTIFIED);
            statement.setObject(2, at);
            statement.setObject(3, batch);
            statement.executeUpdate();
        }
    }

    /** Frees those of these people who were withdrawn before they were told; not those who may have been told. */
    public static void releaseWithdrawn(Connection connection, List<UUID> notices) throws SQLException {
        release(connection, notices, NoticeOutcome.WITHDRAWN);
    }

    /** The same for people who were excluded; a later plan can tell them when the exclusion has been lifted. */
    public static void releaseExcluded(Connection connection, List<UUID> notices) throws SQLException {
        release(connection, notices, NoticeOutcome.EXCLUDED);
    }

    private static void release(Connection connection, List<UUID> notices, NoticeOutcome outcome) throws SQLException {
        String sql =
                """
                DELETE FROM first_notice f USING notice n
                WHERE n.id = ANY (?) AND n.outcome = ? AND f.notice_id = n.id
                  AND NOT EXISTS (SELECT FROM delivery d JOIN attempt a ON a.delivery_id = d.id
                                  WHERE d.notice_id = n.id AND a.result = 'UNKNOWN')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.setString(2, outcome.name());
            statement.executeUpdate();
        }
    }
}
