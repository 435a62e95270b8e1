package org.tocsin.receipt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The table of texts that people have sent to our numbers. */
final class InboundTexts {

    /** What applying a text has come to. */
    enum Outcome {
        /** The sender's number is suppressed by it, or no longer; or was already. */
        APPLIED,
        /** A later text of the same sender's says the opposite. */
        SUPERSEDED,
        /** It says nothing about being texted, or comes from nobody who can be. */
        IGNORED
    }

    /** One that waits to be applied. */
    record Stored(InboundText text, Instant receivedAt) {}

    private InboundTexts() {}

    /** Stores a text, due at once; returns false when it was there already. */
    static boolean store(Connection connection, InboundText text, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO inbound_text (id, provider, provider_id, meaning, digest, wrapped_key, sealed_text, received_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (provider_id) DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, text.id());
            statement.setString(2, text.provider());
            statement.setString(3, text.providerId());
            statement.setString(4, text.meaning().name());
            statement.setBytes(5, text.digest());
            statement.setBytes(6, text.content().wrappedKey());
            statement.setBytes(7, text.content().sealed());
            statement.setObject(8, at);
            statement.setObject(9, at);
            return statement.executeUpdate() == 1;
        }
    }

    /** Takes up to {@code limit} texts whose time has come, as {@link WaitingRows} does. */
    static List<Stored> take(Connection connection, int limit, Instant now) throws SQLException {
        return WaitingRows.take(connection, "inbound_text", "wrapped_key IS NOT NULL", limit, now, InboundTexts::read);
    }

    private static Stored read(ResultSet row) throws SQLException {
        return new Stored(
                new InboundText(
                        row.getObject("id", UUID.class),
                        row.getString("provider"),
                        row.getString("provider_id"),
                        TextMeaning.valueOf(row.getString("meaning")),
                        row.getBytes("digest"),
                        new SealedMail(row.getBytes("wrapped_key"), row.getBytes("sealed_text"))),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    /**
     * Keeps everyone else from applying a text of the same sender's until the transaction ends, and tells whether a later one has
     * come in that says the opposite: then this one must not be applied behind it.
     */
    static boolean superseded(Connection connection, Stored stored) throws SQLException {
        String lock = "SELECT pg_advisory_xact_lock(hashtextextended('inbound text ' || encode(?, 'hex'), 0))";
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setBytes(1, stored.text().digest());
            statement.executeQuery().close();
        }
        String sql =
                """
                SELECT EXISTS (SELECT FROM inbound_text
                               WHERE digest = ? AND (received_at, id) > (?, ?) AND meaning NOT IN ('OTHER', ?))
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, stored.text().digest());
            statement.setObject(2, stored.receivedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(3, stored.text().id());
            statement.setString(4, stored.text().meaning().name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Writes what became of a text, in the commit that applied it. */
    static void markApplied(Connection connection, UUID id, Outcome outcome, Instant now) throws SQLException {
        String sql = "UPDATE inbound_text SET applied_at = ?, outcome = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setString(2, outcome.name());
            statement.setObject(3, id);
            statement.executeUpdate();
        }
    }

    /** Drops what tells who wrote what, not the rows, of texts that came in longer ago than they are kept; returns how many. */
    static int dropOld(Connection connection, Duration kept, Instant now) throws SQLException {
        String sql =
                """
                UPDATE inbound_text SET digest = NULL, wrapped_key = NULL, sealed_text = NULL
                WHERE wrapped_key IS NOT NULL AND received_at < ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.minus(kept).atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }
}
