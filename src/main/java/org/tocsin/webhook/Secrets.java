package org.tocsin.webhook;

import java.nio.ByteBuffer;
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
import java.util.UUID;
import org.tocsin.platform.Ids;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * The secrets that sign for an endpoint. The database holds their ids only: a secret is the id's MAC under a key that is not in it,
 * so that whoever reads the database cannot sign, and nothing is to be wrapped anew.
 */
final class Secrets {

    /** More signatures than this a message does not carry. */
    static final int AT_ONCE = 4;

    private Secrets() {}

    /** Adds one, lets the one before expire after the overlap, and forgets those that have expired; 32 bytes. */
    static byte[] rotate(Connection connection, KeyRing keys, UUID endpoint, Duration overlap, Instant now)
            throws SQLException {
        String expire = "UPDATE webhook_secret SET expires_at = ? WHERE endpoint_id = ? AND expires_at IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(expire)) {
            statement.setObject(1, utc(now.plus(overlap)));
            statement.setObject(2, endpoint);
            statement.executeUpdate();
        }
        String forget = "DELETE FROM webhook_secret WHERE endpoint_id = ? AND expires_at <= ?";
        try (PreparedStatement statement = connection.prepareStatement(forget)) {
            statement.setObject(1, endpoint);
            statement.setObject(2, utc(now));
            statement.executeUpdate();
        }
        UUID id = Ids.next();
        String add = "INSERT INTO webhook_secret (id, endpoint_id, created_at) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(add)) {
            statement.setObject(1, id);
            statement.setObject(2, endpoint);
            statement.setObject(3, utc(now));
            statement.executeUpdate();
        }
        return derive(keys, id);
    }

    /** Those that sign now, the newest first. */
    static List<byte[]> signing(Connection connection, KeyRing keys, UUID endpoint, Instant now) throws SQLException {
        String sql =
                """
                SELECT id FROM webhook_secret WHERE endpoint_id = ? AND (expires_at IS NULL OR expires_at > ?)
                ORDER BY created_at DESC, id DESC LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, endpoint);
            statement.setObject(2, utc(now));
            statement.setInt(3, AT_ONCE);
            List<byte[]> secrets = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    secrets.add(derive(keys, row.getObject(1, UUID.class)));
                }
            }
            return secrets;
        }
    }

    private static byte[] derive(KeyRing keys, UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return keys.mac(KeyPurpose.SEAL, "webhook-secret", bytes);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
