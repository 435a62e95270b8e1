package org.tocsin.delivery.exclusion;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.FirstNotices;
import org.tocsin.delivery.NoticeOutcomes;
import org.tocsin.delivery.Outcomes;

/**
 * Takes people off lists that were submitted already: what has not left is not sent any more, what has left or may have stays
 * what it is.
 *
 * <p>Locks go notices first, in the order of their ids, then deliveries likewise, as in {@link Outcomes}. Whoever is committing an
 * intent holds a share lock on its delivery, so that the statement after the locks sees every intent there is: either the
 * exclusion finds it and lets the message be, or the intent finds a delivery that is no longer SENDING.
 */
public final class LaterExclusions {

    /**
     * What an exclusion came to.
     *
     * @param stopped deliveries that will not be sent
     * @param alreadySent deliveries that have left or may have
     */
    public record Effect(int stopped, List<Left> alreadySent) {}

    /** A delivery that has left or may have. */
    public record Left(UUID batchId, UUID deliveryId, ChannelKind channel, DeliveryState state) {}

    /** SQL: whether something is left to {@link #settleLeftovers} of the notice {@code n}. */
    public static final String LEFTOVER =
            """
            n.exclusion_id IS NOT NULL
            AND (EXISTS (SELECT FROM delivery d
                         WHERE d.notice_id = n.id AND d.state IN ('PLANNED', 'DUE', 'HELD'))
                 OR n.outcome IN ('OUTSTANDING', 'UNREACHED')
                    AND NOT EXISTS (SELECT FROM delivery d
                                    WHERE d.notice_id = n.id
                                      AND d.state IN ('SENDING', 'UNKNOWN', 'ACCEPTED', 'DELIVERED')))
            """;

    private LaterExclusions() {}

    /** Takes the excluded person off these lists. */
    public static Effect apply(Connection connection, Exclusion exclusion, Collection<UUID> batches, Instant now)
            throws SQLException {
        String sql =
                """
                WITH listed AS MATERIALIZED (
                    SELECT id FROM notice
                    WHERE incident_id = ? AND customer_ref = ? AND batch_id = ANY (?)
                      AND outcome NOT IN ('EXCLUDED', 'WITHDRAWN')
                    ORDER BY id FOR UPDATE)
                UPDATE notice n SET exclusion_id = ?, updated_at = ?
                FROM listed l WHERE n.id = l.id
                RETURNING n.id
                """;
        List<UUID> notices;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, exclusion.incidentId());
            statement.setString(2, exclusion.customerRef());
            statement.setArray(3, connection.createArrayOf("uuid", batches.toArray()));
            statement.setObject(4, exclusion.id());
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            notices = ids(statement);
        }
        return new Effect(settle(connection, notices, now), left(connection, notices));
    }

    /**
     * Ends what has come back since: a message that was leaving and is to be tried later, one that may have left and is to be sent
     * again, one that has failed after all. No claim takes them meanwhile.
     *
     * @return how many deliveries were ended
     */
    public static int settleLeftovers(Connection connection, UUID batch, Instant now) throws SQLException {
        String sql = "SELECT n.id FROM notice n WHERE n.batch_id = ? AND " + LEFTOVER;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            List<UUID> notices = ids(statement);
            if (notices.isEmpty()) {
                return 0;
            }
            NoticeOutcomes.lock(connection, notices);
            return settle(connection, notices, now);
        }
    }

    private static int settle(Connection connection, List<UUID> notices, Instant now) throws SQLException {
        String lock = "SELECT id FROM delivery WHERE notice_id = ANY (?) ORDER BY id FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeQuery().close();
        }
        String deliveries =
                """
                UPDATE delivery d
                SET state = 'UNDELIVERABLE', reason = e.reason, due_at = NULL, worker_id = NULL, updated_at = ?
                FROM notice n JOIN exclusion e ON e.id = n.exclusion_id
                WHERE n.id = ANY (?) AND d.notice_id = n.id
                  AND (d.state IN ('PLANNED', 'DUE', 'HELD')
                       OR d.state = 'SENDING' AND NOT EXISTS (SELECT FROM attempt a
                                                              WHERE a.delivery_id = d.id AND a.epoch = d.epoch))
                """;
        int stopped = update(connection, deliveries, notices, now);
        String outcomes =
                """
                UPDATE notice n
                SET outcome = 'EXCLUDED', confirmed = false, reason = e.reason, updated_at = ?
                FROM exclusion e
                WHERE n.id = ANY (?) AND e.id = n.exclusion_id AND n.outcome IN ('OUTSTANDING', 'UNREACHED')
                  AND NOT EXISTS (SELECT FROM delivery d
                                  WHERE d.notice_id = n.id AND d.state IN ('SENDING', 'UNKNOWN', 'ACCEPTED', 'DELIVERED'))
                """;
        update(connection, outcomes, notices, now);
        FirstNotices.releaseExcluded(connection, notices);
        return stopped;
    }

    private static List<Left> left(Connection connection, List<UUID> notices) throws SQLException {
        String sql =
                """
                SELECT d.batch_id, d.id, d.channel, d.state FROM delivery d
                WHERE d.notice_id = ANY (?)
                  AND (d.state IN ('SENDING', 'UNKNOWN', 'ACCEPTED', 'DELIVERED')
                       OR EXISTS (SELECT FROM attempt a
                                  WHERE a.delivery_id = d.id AND a.result IN ('UNKNOWN', 'ACCEPTED')))
                ORDER BY d.batch_id, d.id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            List<Left> left = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    left.add(new Left(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            ChannelKind.valueOf(row.getString(3)),
                            DeliveryState.valueOf(row.getString(4))));
                }
            }
            return left;
        }
    }

    private static int update(Connection connection, String sql, List<UUID> notices, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setArray(2, connection.createArrayOf("uuid", notices.toArray()));
            return statement.executeUpdate();
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
