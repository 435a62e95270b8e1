package org.tocsin.delivery;

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

/** Takes due deliveries in hand and gives them back. */
public final class Claims {

    private Claims() {}

    /**
     * Takes up to {@code limit} due deliveries of a batch over one channel, oldest first, unless a gate is closed.
     *
     * <p>One statement: SKIP LOCKED keeps replicas from waiting for each other, and the partial index on DUE keeps its time
     * apart from the size of the table. A worker without a row among the replicas gets nothing: nobody would look for
     * what it left when it dies.
     */
    public static List<Claimed> take(
            Connection connection, UUID worker, UUID batch, ChannelKind channel, int limit, Instant now)
            throws SQLException {
        String sql =
                """
                WITH alive AS MATERIALIZED (
                    SELECT id FROM replica WHERE id = ? FOR KEY SHARE),
                picked AS (
                    SELECT d.id
                    FROM delivery d
                    WHERE d.batch_id = ? AND d.channel = ? AND d.state = 'DUE' AND d.due_at <= ?
                      AND EXISTS (SELECT FROM alive)
                      AND NOT EXISTS (SELECT FROM gate g
                                      WHERE g.batch_id IN (d.batch_id, '00000000-0000-0000-0000-000000000000')
                                        AND NOT g.open)
                    ORDER BY d.due_at
                    LIMIT ?
                    FOR UPDATE OF d SKIP LOCKED)
                UPDATE delivery d
                SET state = 'SENDING', worker_id = ?, epoch = d.epoch + 1, due_at = NULL, updated_at = ?
                FROM picked p, notice n
                WHERE d.id = p.id AND n.id = d.notice_id AND n.exclusion_id IS NULL
                RETURNING d.id, d.notice_id, d.epoch, d.attempts, d.burnt, d.resent, d.give_up_at, d.variant_id,
                          n.position, n.customer_ref
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, worker);
            statement.setObject(2, batch);
            statement.setString(3, channel.name());
            statement.setObject(4, at);
            statement.setInt(5, limit);
            statement.setObject(6, worker);
            statement.setObject(7, at);
            List<Claimed> claimed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claimed.add(new Claimed(
                            row.getObject("id", UUID.class),
                            row.getObject("notice_id", UUID.class),
                            batch,
                            channel,
                            row.getLong("epoch"),
                            row.getInt("attempts"),
                            row.getInt("burnt"),
                            row.getBoolean("resent"),
                            row.getObject("give_up_at", OffsetDateTime.class).toInstant(),
                            row.getObject("variant_id", UUID.class),
                            row.getLong("position"),
                            row.getString("customer_ref")));
                }
            }
            return claimed;
        }
    }

    /**
     * Gives back everything that this worker took and does not have in hand: what it was told of by no answer, because the
     * connection broke in the commit. What has an intent is never given back: it may be leaving at this moment.
     *
     * @return how many there were
     */
    public static int giveBackAllBut(Connection connection, UUID worker, Collection<UUID> inHand, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = 'DUE', due_at = ?, worker_id = NULL, updated_at = ?
                WHERE worker_id = ? AND state = 'SENDING' AND id <> ALL (?)
                  AND NOT EXISTS (SELECT FROM attempt a WHERE a.delivery_id = delivery.id AND a.epoch = delivery.epoch)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setObject(2, at);
            statement.setObject(3, worker);
            statement.setArray(4, connection.createArrayOf("uuid", inHand.toArray()));
            return statement.executeUpdate();
        }
    }
}
