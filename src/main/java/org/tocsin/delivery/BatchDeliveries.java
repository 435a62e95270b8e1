package org.tocsin.delivery;

import java.security.MessageDigest;
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
import org.tocsin.platform.Digests;

/** What is done to all deliveries of a batch at once. */
public final class BatchDeliveries {

    private BatchDeliveries() {}

    /**
     * Makes the first channel of everyone in a stretch of the list due, and gives every delivery in it the batch's horizon. The
     * due times are a microsecond apart, in the order of the list, the last one now: they tell how far the queue is emptied.
     *
     * @param from the first position that is not yet released
     * @param to the position to release before
     */
    public static void release(Connection connection, UUID batch, long from, long to, Instant giveUpAt, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE delivery d
                SET state = CASE WHEN d.rank = 1 THEN 'DUE' ELSE d.state END,
                    due_at = CASE WHEN d.rank = 1 THEN ?::timestamptz - (? - n.position) * interval '1 microsecond' END,
                    give_up_at = ?, updated_at = ?
                FROM notice n
                WHERE n.batch_id = ? AND n.position >= ? AND n.position < ?
                  AND d.notice_id = n.id AND d.state = 'PLANNED' AND d.give_up_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setLong(2, to);
            statement.setObject(3, giveUpAt.atOffset(ZoneOffset.UTC));
            statement.setObject(4, at);
            statement.setObject(5, batch);
            statement.setLong(6, from);
            statement.setLong(7, to);
            statement.executeUpdate();
        }
    }

    /**
     * Ends what has not left: waiting deliveries are cancelled and their people withdrawn. What a replica has in hand ends by
     * itself; what may have left stays UNKNOWN until it is known.
     */
    public static void cancel(Connection connection, UUID batch, Instant now) throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        String deliveries =
                """
                UPDATE delivery
                SET state = 'CANCELLED', due_at = NULL, updated_at = ?
                WHERE batch_id = ? AND state IN ('PLANNED', 'DUE', 'HELD')
                """;
        try (PreparedStatement statement = connection.prepareStatement(deliveries)) {
            statement.setObject(1, at);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
        String notices =
                """
                UPDATE notice n
                SET outcome = 'WITHDRAWN', updated_at = ?
                WHERE n.batch_id = ? AND n.outcome = 'OUTSTANDING'
                  AND NOT EXISTS (SELECT FROM delivery d
                                  WHERE d.notice_id = n.id AND d.state IN ('SENDING', 'UNKNOWN'))
                """;
        try (PreparedStatement statement = connection.prepareStatement(notices)) {
            statement.setObject(1, at);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
        FirstNotices.release(connection, batch);
    }

    /** How many deliveries a person's decision moved. */
    public static int decideHeld(Connection connection, UUID batch, boolean send, Instant now) throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        NoticeOutcomes.lock(connection, heldNotices(connection, batch));
        String sql =
                """
                WITH decided AS (
                    UPDATE delivery
                    SET state = ?, due_at = ?, reason = ?, updated_at = ?
                    WHERE batch_id = ? AND state = 'HELD'
                    RETURNING notice_id)
                SELECT array_agg(DISTINCT notice_id), count(*) FROM decided
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, send ? "DUE" : "CANCELLED");
            statement.setObject(2, send ? at : null);
            statement.setString(3, send ? null : "GIVEN_UP");
            statement.setObject(4, at);
            statement.setObject(5, batch);
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

    private static List<UUID> heldNotices(Connection connection, UUID batch) throws SQLException {
        String sql = "SELECT DISTINCT notice_id FROM delivery WHERE batch_id = ? AND state = 'HELD'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            List<UUID> notices = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    notices.add(rows.getObject(1, UUID.class));
                }
            }
            return notices;
        }
    }

    /**
     * Digest of the planned list: who gets what over which channel in which order, and who does not and why. Chunks of the list
     * are hashed in the database, and their hashes here, so that the list need not travel.
     *
     * @return 64 lower-case hex digits
     */
    public static String listDigest(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT sha256(convert_to(string_agg(line, E'\\n' ORDER BY position), 'UTF8'))
                FROM (SELECT n.position,
                             concat_ws(' ', n.position, n.customer_ref,
                                       CASE WHEN n.outcome IN ('EXCLUDED', 'UNREACHED') THEN n.outcome END, n.reason,
                                       (SELECT string_agg(concat_ws(':', d.channel, d.rank, d.variant_id), ' '
                                                          ORDER BY d.rank, d.channel)
                                        FROM delivery d WHERE d.notice_id = n.id AND d.variant_id IS NOT NULL)) AS line
                      FROM notice n WHERE n.batch_id = ?) lines
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
