package org.tocsin.delivery.feedback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Deliveries whose recipients have complained (RFC 5965). A complaint moves no delivery, for the message has arrived; nothing more
 * is sent to the address.
 */
public final class Complaints {

    private Complaints() {}

    /** Notes one, in the caller's transaction; of a delivery's complaints the first counts. */
    public static void note(Connection connection, UUID delivery, Instant now) throws SQLException {
        String sql =
                "INSERT INTO complaint (delivery_id, complained_at) VALUES (?, ?) ON CONFLICT (delivery_id) DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, delivery);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }
}
