package org.tocsin.delivery.feedback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery by email of which a message may have left. Every attempt has the same return path and Message-ID, so what comes
 * back is taken for the last one's.
 *
 * @param lastAttempt the number of the last attempt, from 1
 * @param providerId what the relay called the message, or null
 */
public record SentEmail(UUID deliveryId, int lastAttempt, String providerId) {

    /** Finds it; empty when there is no such delivery, it is no email, or nothing of it was ever begun. */
    public static Optional<SentEmail> find(Connection connection, UUID deliveryId) throws SQLException {
        String sql =
                """
                SELECT d.provider_id, (SELECT max(number) FROM attempt a WHERE a.delivery_id = d.id)
                FROM delivery d WHERE d.id = ? AND d.channel = 'EMAIL'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, deliveryId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getObject(2) == null) {
                    return Optional.empty();
                }
                return Optional.of(new SentEmail(deliveryId, row.getInt(2), row.getString(1)));
            }
        }
    }

    /** Finds it by what Amazon SES called the message; empty when there is none, or it is no id of SES's. */
    public static Optional<SentEmail> findBySesId(Connection connection, String sesId) throws SQLException {
        // In the terms of the index delivery_ses_id, which has the ids of SES alone.
        String sql =
                """
                SELECT id FROM delivery WHERE provider_id = ? AND channel = 'EMAIL' AND provider_id LIKE '%-000000'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, sesId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? find(connection, row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }
}
