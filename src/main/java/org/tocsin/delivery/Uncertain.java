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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * A delivery that may have left and has no answer.
 *
 * @param attempt the attempt whose answer is missing
 * @param startedAt when that attempt began
 */
public record Uncertain(
        UUID deliveryId,
        UUID noticeId,
        UUID batchId,
        ChannelKind channel,
        long epoch,
        int attempt,
        Instant startedAt,
        boolean resent,
        UUID variantId,
        long position,
        String customerRef) {

    /**
     * Takes up to {@code limit} UNKNOWN deliveries whose time to be looked at has come, and puts the next look off, so that no
     * two replicas look into the same one.
     */
    public static List<Uncertain> take(Connection connection, int limit, Duration again, Instant now)
            throws SQLException {
        String sql =
                """
                WITH picked AS (
                    SELECT id FROM delivery WHERE state = 'UNKNOWN' AND due_at <= ?
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE delivery d
                SET due_at = ?
                FROM picked p, notice n, attempt a
                WHERE d.id = p.id AND n.id = d.notice_id AND a.delivery_id = d.id AND a.number = d.attempts
                RETURNING d.id, d.notice_id, d.batch_id, d.channel, d.epoch, a.number, a.started_at, d.resent, d.variant_id,
                          n.position, n.customer_ref
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            statement.setObject(3, now.plus(again).atOffset(ZoneOffset.UTC));
            List<Uncertain> taken = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    taken.add(new Uncertain(
                            row.getObject("id", UUID.class),
                            row.getObject("notice_id", UUID.class),
                            row.getObject("batch_id", UUID.class),
                            ChannelKind.valueOf(row.getString("channel")),
                            row.getLong("epoch"),
                            row.getInt("number"),
                            row.getObject("started_at", OffsetDateTime.class).toInstant(),
                            row.getBoolean("resent"),
                            row.getObject("variant_id", UUID.class),
                            row.getLong("position"),
                            row.getString("customer_ref")));
                }
            }
            return taken;
        }
    }

    /**
     * Settles it, unless something else has meanwhile.
     *
     * @param next ACCEPTED, FAILED, DUE or HELD
     * @param resend whether this uses up the one resend
     */
    public void settle(
            Connection connection, DeliveryState next, String reason, String providerId, boolean resend, Instant now)
            throws SQLException {
        if (!DeliveryState.UNKNOWN.mayBecome(next)) {
            throw new IllegalArgumentException("an UNKNOWN delivery cannot become " + next);
        }
        NoticeOutcomes.lock(connection, Set.of(noticeId));
        String sql =
                """
                UPDATE delivery
                SET state = ?, reason = ?, provider_id = coalesce(?, provider_id), resent = resent OR ?,
                    due_at = CASE WHEN ? = 'DUE' THEN ?::timestamptz END, updated_at = ?
                WHERE id = ? AND epoch = ? AND state = 'UNKNOWN'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setString(1, next.name());
            statement.setString(2, reason);
            statement.setString(3, providerId);
            statement.setBoolean(4, resend);
            statement.setString(5, next.name());
            statement.setObject(6, at);
            statement.setObject(7, at);
            statement.setObject(8, deliveryId);
            statement.setLong(9, epoch);
            statement.executeUpdate();
        }
        NoticeOutcomes.settle(connection, Set.of(noticeId), now);
    }
}
