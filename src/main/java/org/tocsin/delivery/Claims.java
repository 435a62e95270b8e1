package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/** Takes due deliveries in hand and gives them back. */
public final class Claims {

    /** The reason of a delivery that waits for a time of its own, which a recipient's domain under pace has been given. */
    public static final String TURN_GIVEN = "DOMAIN_PACE";

    /** The reason of a delivery whose turn is too far ahead to be given a time yet. */
    public static final String TURN_LATER = "DOMAIN_BUSY";

    private Claims() {}

    /** Takes up to {@code limit} due deliveries from the head of a batch's queue; see {@link #take} with a head. */
    public static List<Claimed> take(
            Connection connection, UUID worker, UUID batch, ChannelKind channel, int limit, Instant now)
            throws SQLException {
        return take(connection, worker, batch, channel, limit, Instant.EPOCH, now);
    }

    /**
     * Takes up to {@code limit} due deliveries of a batch over one channel, oldest first, unless a gate is closed.
     *
     * <p>One statement: SKIP LOCKED keeps replicas from waiting for each other, and the partial index on DUE keeps its time
     * apart from the size of the table. A worker without a row among the replicas gets nothing: nobody would look for
     * what it left when it dies.
     *
     * @param head nothing due before it is looked at. What was claimed leaves dead entries at the front of the index until the
     *     next vacuum, a million of them in a large batch: whoever knows how far the queue is emptied need not step over them
     */
    public static List<Claimed> take(
            Connection connection, UUID worker, UUID batch, ChannelKind channel, int limit, Instant head, Instant now)
            throws SQLException {
        String sql =
                """
                WITH alive AS MATERIALIZED (
                    SELECT id FROM replica WHERE id = ? FOR KEY SHARE),
                picked AS (
                    SELECT d.id, d.due_at, CASE WHEN d.reason = 'DOMAIN_PACE' THEN d.updated_at END AS turn_given_at
                    FROM delivery d
                    WHERE d.batch_id = ? AND d.channel = ? AND d.state = 'DUE' AND d.due_at >= ? AND d.due_at <= ?
                      AND EXISTS (SELECT FROM alive)
                      AND NOT EXISTS (SELECT FROM gate g
                                      WHERE g.batch_id IN (?, '00000000-0000-0000-0000-000000000000') AND NOT g.open)
                    ORDER BY d.due_at
                    LIMIT ?
                    FOR UPDATE OF d SKIP LOCKED)
                UPDATE delivery d
                SET state = 'SENDING', worker_id = ?, epoch = d.epoch + 1, due_at = NULL, updated_at = ?
                FROM picked p, notice n
                WHERE d.id = p.id AND n.id = d.notice_id AND n.exclusion_id IS NULL
                RETURNING d.id, d.notice_id, d.epoch, d.attempts, d.burnt, d.resent, d.give_up_at, d.variant_id,
                          p.due_at, p.turn_given_at, n.position, n.customer_ref, (SELECT batch_clock(?, ?)) AS clock
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, worker);
            statement.setObject(2, batch);
            statement.setString(3, channel.name());
            statement.setObject(4, head.atOffset(ZoneOffset.UTC));
            statement.setObject(5, at);
            statement.setObject(6, batch);
            statement.setInt(7, limit);
            statement.setObject(8, worker);
            statement.setObject(9, at);
            statement.setObject(10, batch);
            statement.setObject(11, at);
            List<Claimed> claimed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claimed.add(claimed(row, batch, channel, now));
                }
            }
            return claimed;
        }
    }

    private static Claimed claimed(ResultSet row, UUID batch, ChannelKind channel, Instant now) throws SQLException {
        Duration behind = Duration.between(instant(row, "clock"), now);
        return new Claimed(
                row.getObject("id", UUID.class),
                row.getObject("notice_id", UUID.class),
                batch,
                channel,
                row.getLong("epoch"),
                row.getInt("attempts"),
                row.getInt("burnt"),
                row.getBoolean("resent"),
                instant(row, "give_up_at").plus(behind),
                instant(row, "due_at"),
                instant(row, "turn_given_at"),
                row.getObject("variant_id", UUID.class),
                row.getLong("position"),
                row.getString("customer_ref"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /**
     * Puts claims that were just taken back into the queue until their recipients' domains take them.
     *
     * @param given whether these are times of their own; else they ask again
     */
    public static void postpone(Connection connection, Map<UUID, Instant> dueAt, boolean given, Instant now)
            throws SQLException {
        if (dueAt.isEmpty()) {
            return;
        }
        String sql =
                """
                UPDATE delivery d SET state = 'DUE', due_at = p.due_at, reason = ?, worker_id = NULL, updated_at = ?
                FROM unnest(?::uuid[], ?::timestamptz[]) AS p (id, due_at)
                WHERE d.id = p.id AND d.state = 'SENDING'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, given ? TURN_GIVEN : TURN_LATER);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            List<UUID> ids = List.copyOf(dueAt.keySet());
            statement.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "timestamptz",
                            ids.stream()
                                    .map(id -> dueAt.get(id).atOffset(ZoneOffset.UTC))
                                    .toArray()));
            statement.executeUpdate();
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
                UPDATE delivery SET state = 'DUE', due_at = ?, reason = NULL, worker_id = NULL, updated_at = ?
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
