package org.tocsin.receipt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The table of receipts. */
final class Receipts {

    private Receipts() {}

    /** Stores a receipt, due at once; returns false when it was there already. */
    static boolean store(Connection connection, Receipt receipt, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO receipt (id, delivery_id, attempt, provider, provider_id, status, error_code, received_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (provider_id, status) DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, receipt.id());
            statement.setObject(2, receipt.deliveryId());
            statement.setObject(3, receipt.attempt());
            statement.setString(4, receipt.provider());
            statement.setString(5, receipt.providerId());
            statement.setString(6, receipt.status());
            statement.setObject(7, receipt.errorCode());
            statement.setObject(8, at);
            statement.setObject(9, at);
            return statement.executeUpdate() == 1;
        }
    }

    /** Takes up to {@code limit} receipts whose time has come, as {@link WaitingRows} does. */
    static List<Receipt> take(Connection connection, int limit, Instant now) throws SQLException {
        return WaitingRows.take(connection, "receipt", "true", limit, now, Receipts::read);
    }

    private static Receipt read(ResultSet row) throws SQLException {
        return new Receipt(
                row.getObject("id", UUID.class),
                row.getObject("delivery_id", UUID.class),
                row.getObject("attempt", Integer.class),
                row.getString("provider"),
                row.getString("provider_id"),
                row.getString("status"),
                row.getObject("error_code", Integer.class));
    }

    /** Marks a receipt as applied, in the commit that applied it. */
    static void markApplied(Connection connection, UUID id, Instant now) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE receipt SET applied_at = ? WHERE id = ?")) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }

    /** How many wait to be applied. */
    static long waiting(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM receipt WHERE applied_at IS NULL");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
