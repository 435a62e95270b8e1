package org.tocsin.delivery.feedback;

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
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.suppression.SuppressionReason;

/**
 * A delivery from which it follows that nothing more is sent to its address: it failed because nobody is there or because its
 * owner has opted out, however that became known (refused, bounced or reported), or its recipient has complained.
 *
 * @param at when that became known
 */
public record SuppressingDelivery(
        UUID deliveryId,
        UUID incidentId,
        UUID recordSetId,
        long position,
        String customerRef,
        ChannelKind channel,
        SuppressionReason reason,
        Instant at) {

    /** Those that became known at a moment or after it, the earliest first. */
    public static List<SuppressingDelivery> since(Connection connection, Instant from, int limit) throws SQLException {
        // Each kind is cut to the limit by its own index, or every call would sort all there are.
        String sql =
                """
                SELECT s.id, n.incident_id, n.record_set_id, n.position, n.customer_ref, s.channel, s.reason, s.at
                FROM ((SELECT d.id, d.notice_id, d.channel, d.reason, d.updated_at AS at
                       FROM delivery d
                       WHERE d.state = 'FAILED' AND d.reason IN ('ADDRESS_DEAD', 'OPTED_OUT') AND d.updated_at >= ?
                       ORDER BY d.updated_at LIMIT ?)
                      UNION ALL
                      (SELECT d.id, d.notice_id, d.channel, 'COMPLAINT', c.complained_at
                       FROM complaint c JOIN delivery d ON d.id = c.delivery_id
                       WHERE c.complained_at >= ?
                       ORDER BY c.complained_at LIMIT ?)) s
                JOIN notice n ON n.id = s.notice_id
                ORDER BY s.at LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = from.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setInt(2, limit);
            statement.setObject(3, at);
            statement.setInt(4, limit);
            statement.setInt(5, limit);
            List<SuppressingDelivery> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new SuppressingDelivery(
                            row.getObject("id", UUID.class),
                            row.getObject("incident_id", UUID.class),
                            row.getObject("record_set_id", UUID.class),
                            row.getLong("position"),
                            row.getString("customer_ref"),
                            ChannelKind.valueOf(row.getString("channel")),
                            SuppressionReason.valueOf(row.getString("reason")),
                            row.getObject("at", OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        }
    }
}
