package org.tocsin.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.TestKeys;

/** Endpoints, and changes that are to become events, without the service. */
final class EventRows {

    /** What the secrets are derived with. */
    static final TestKeys KEYS = new TestKeys("webhooks");

    private final MigratedDatabase postgres;

    EventRows(MigratedDatabase postgres) {
        this.postgres = postgres;
    }

    /** Removes all that a test has left. */
    void clear() throws SQLException {
        postgres.execute("DELETE FROM webhook_endpoint", "DELETE FROM webhook_event", "DELETE FROM webhook_change");
    }

    /** Adds an endpoint with a secret. */
    UUID endpoint(String url, Instant now, String... eventTypes) throws SQLException {
        UUID id = UUID.randomUUID();
        postgres.run(connection -> {
            Endpoints.add(connection, id, url, null, List.of(eventTypes), "tester", now);
            Secrets.rotate(connection, KEYS, id, Duration.ZERO, now);
        });
        return id;
    }

    /** Notes changes of a batch, each in a commit of its own, and numbers them together. */
    void happen(UUID batch, Instant now, String... types) throws SQLException {
        for (String type : types) {
            postgres.run(connection -> change(connection, batch, type, now));
        }
        number(now);
    }

    void number(Instant now) throws SQLException {
        postgres.run(connection -> Numbering.run(connection, now));
    }

    /** Notes a change, as the triggers do. */
    static void change(Connection connection, UUID batch, String type, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO webhook_change (batch_id, type, occurred_at, data) VALUES (?, ?, ?::timestamptz, '{}')")) {
            statement.setObject(1, batch);
            statement.setString(2, type);
            statement.setString(3, now.toString());
            statement.executeUpdate();
        }
    }

    /** The types of a batch's events, in order; the numbers must be 1, 2, 3. */
    List<String> numbered(UUID batch) throws SQLException {
        List<String> numbers = postgres.texts("SELECT seq FROM webhook_event WHERE batch_id = ? ORDER BY seq", batch);
        for (int i = 0; i < numbers.size(); i++) {
            if (Long.parseLong(numbers.get(i)) != i + 1) {
                throw new AssertionError("a gap in " + numbers);
            }
        }
        return postgres.texts("SELECT type FROM webhook_event WHERE batch_id = ? ORDER BY seq", batch);
    }
}
