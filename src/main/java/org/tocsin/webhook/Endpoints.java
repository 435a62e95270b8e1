package org.tocsin.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.platform.keys.KeyRing;

/** The table of endpoints. */
final class Endpoints {

    private static final UUID FIRST = new UUID(0, 0);

    private static final String READ =
            """
            SELECT e.*, w.waiting, w.since, w.failure
            FROM webhook_endpoint e
            CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(failing_since) AS since,
                                       (array_agg(failure ORDER BY failing_since))[1] AS failure
                                FROM webhook_cursor c WHERE c.endpoint_id = e.id AND c.last_seq > c.sent_seq) w
            """;

    private Endpoints() {}

    static int count(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM webhook_endpoint");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    static void add(
            Connection connection,
            UUID id,
            String url,
            String description,
            List<String> eventTypes,
            String createdBy,
            Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO webhook_endpoint (id, url, description, event_types, created_by, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, url);
            statement.setString(3, description);
            statement.setArray(4, connection.createArrayOf("text", eventTypes.toArray()));
            statement.setString(5, createdBy);
            statement.setObject(6, utc(now));
            statement.executeUpdate();
        }
    }

    /** Up to {@code limit} behind one, in the order in which they were added. */
    static List<Endpoint> list(Connection connection, Optional<UUID> after, int limit) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(READ + " WHERE e.id > ? ORDER BY e.id LIMIT ?")) {
            statement.setObject(1, after.orElse(FIRST));
            statement.setInt(2, limit);
            return read(statement);
        }
    }

    static Optional<Endpoint> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ + " WHERE e.id = ?")) {
            statement.setObject(1, id);
            return read(statement).stream().findFirst();
        }
    }

    /** Where its events go, and what signs them now; empty when it is not told any more. */
    static Optional<Receiver> receiver(Connection connection, KeyRing keys, UUID id, Instant now) throws SQLException {
        String sql = "SELECT url FROM webhook_endpoint WHERE id = ? AND disabled_reason IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Receiver(row.getString(1), Secrets.signing(connection, keys, id, now)))
                        : Optional.empty();
            }
        }
    }

    /** Removes it with its secrets and what it was to be told; whether it was there. */
    static boolean delete(Connection connection, UUID id) throws SQLException {
        Numbering.lock(connection); // or each could wait for rows of the other
        return update(connection, "DELETE FROM webhook_endpoint WHERE id = ?", id);
    }

    /** Stops telling it, and takes back what is claimed of it; whether it was told until now. {@link Numbering#lock} is held. */
    static boolean disable(Connection connection, UUID id, Endpoint.DisabledReason reason, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET disabled_reason = ?, disabled_at = ? WHERE id = ? AND disabled_reason IS NULL
                """;
        if (!update(connection, sql, reason.name(), utc(now), id)) {
            return false;
        }
        String claims =
                "UPDATE webhook_cursor SET epoch = epoch + 1, claimed_until = '-infinity' WHERE endpoint_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(claims)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
        return true;
    }

    /** Tells it again, from where it stopped; whether it was disabled. */
    static boolean enable(Connection connection, UUID id) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET disabled_reason = NULL, disabled_at = NULL
                WHERE id = ? AND disabled_reason IS NOT NULL
                """;
        return update(connection, sql, id);
    }

    private static boolean update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static List<Endpoint> read(PreparedStatement statement) throws SQLException {
        List<Endpoint> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String disabled = row.getString("disabled_reason");
                found.add(new Endpoint(
                        row.getObject("id", UUID.class),
                        row.getString("url"),
                        row.getString("description"),
                        List.of((String[]) row.getArray("event_types").getArray()),
                        disabled == null ? Endpoint.Status.ENABLED : Endpoint.Status.DISABLED,
                        disabled == null ? null : Endpoint.DisabledReason.valueOf(disabled),
                        instant(row, "disabled_at"),
                        row.getString("created_by"),
                        instant(row, "created_at"),
                        row.getLong("waiting"),
                        instant(row, "since"),
                        row.getString("failure")));
            }
        }
        return found;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
