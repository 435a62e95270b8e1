package org.tocsin.delivery;

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

/**
 * A delivery that failed because there is nobody at the address, however that became known: refused, bounced or reported.
 *
 * @param optedOut whether the provider says that somebody is there, and wants nothing (STOP)
 */
public record DeadDelivery(
        UUID deliveryId,
        UUID recordSetId,
        long position,
        String customerRef,
        ChannelKind channel,
        boolean optedOut,
        Instant failedAt) {

    /** Twilio's code for a number that has sent STOP: https://www.twilio.com/docs/api/errors/21610. */
    private static final String STOP = "21610";

    /** Those that failed at a moment or after it, the earliest first. */
    public static List<DeadDelivery> since(Connection connection, Instant from, int limit) throws SQLException {
        String sql =
                """
                SELECT d.id, n.record_set_id, n.position, n.customer_ref, d.channel, d.updated_at,
                       EXISTS (SELECT FROM attempt a WHERE a.delivery_id = d.id AND a.code LIKE '%' || ? || '%') AS opted_out
                FROM delivery d JOIN notice n ON n.id = d.notice_id
                WHERE d.state = 'FAILED' AND d.reason = 'ADDRESS_DEAD' AND d.updated_at >= ?
                ORDER BY d.updated_at LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, STOP);
            statement.setObject(2, from.atOffset(ZoneOffset.UTC));
            statement.setInt(3, limit);
            List<DeadDelivery> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new DeadDelivery(
                            row.getObject("id", UUID.class),
                            row.getObject("record_set_id", UUID.class),
                            row.getLong("position"),
                            row.getString("customer_ref"),
                            ChannelKind.valueOf(row.getString("channel")),
                            row.getBoolean("opted_out"),
                            row.getObject("updated_at", OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        }
    }
}
