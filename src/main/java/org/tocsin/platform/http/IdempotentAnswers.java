package org.tocsin.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/** The first answers, by idempotency key. Each call works on a connection whose transaction the caller ends. */
@ApplicationScoped
public class IdempotentAnswers {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Clock clock;

    IdempotentAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * Keeps the key to this transaction until it ends, or answers with a 409 problem when another one has it: the first
     * request is still running.
     */
    public void lock(Connection connection, IdempotencyKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, key.lockNumber());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw Problems.conflict("The first request with this Idempotency-Key is still running.");
                }
            }
        }
    }

    /** The answer that was given, if one was. */
    public Optional<StoredAnswer> find(Connection connection, IdempotencyKey key) throws SQLException {
        String sql = "SELECT request_digest, status, location, body FROM idempotent_answer"
                + " WHERE caller = ? AND path = ? AND key = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setKey(statement, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(
                        new StoredAnswer(row.getBytes(1), row.getInt(2), row.getString(3), row.getString(4)));
            }
        }
    }

    /** Stores the first answer. */
    public void add(Connection connection, IdempotencyKey key, StoredAnswer answer) throws SQLException {
        String sql =
                """
                INSERT INTO idempotent_answer (caller, path, key, request_digest, status, location, body, answered_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setKey(statement, key);
            statement.setBytes(4, answer.requestDigest());
            statement.setInt(5, answer.status());
            statement.setString(6, answer.location());
            statement.setString(7, answer.body());
            statement.setObject(8, clock.instant().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** Removes the answers that are older than 24 hours, and tells how many they were. */
    int removeOld(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM idempotent_answer WHERE answered_at < ?")) {
            statement.setObject(1, clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    private static void setKey(PreparedStatement statement, IdempotencyKey key) throws SQLException {
        statement.setString(1, key.caller());
        statement.setString(2, key.path());
        statement.setString(3, key.key());
    }
}
