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
import org.tocsin.platform.http.Problems;

/** The table of mails that came back, and of mail providers' events in their place. */
final class ReturnedMails {

    /** A mail as it is (RFC 5322). */
    static final String MEDIA_TYPE = "message/rfc822";

    /** One that waits to be applied. */
    record Stored(UUID id, MailSource source, SealedMail mail) {}

    /** One that has just come in. */
    record Fresh(UUID id, byte[] digest, SealedMail mail) {}

    /** What applying a mail has come to. */
    enum Outcome {
        /** A delivery went where it says, or stands higher already. */
        APPLIED,
        /** The message is late, and on its way still. */
        DELAYED,
        /** A complaint: the delivery has arrived, and stays what it is. */
        NOTED,
        /** An automatic reply, a letter, a report of success. */
        IGNORED,
        /** A bounce, a complaint or a provider's event, and nobody can say of which message. */
        UNMATCHED
    }

    private ReturnedMails() {}

    /** Refuses an empty body. */
    static byte[] notEmpty(byte[] mail) {
        if (mail == null || mail.length == 0) {
            throw Problems.invalid("body", "must be a mail");
        }
        return mail;
    }

    /** Stores a mail, due at once; returns false when it was there already. */
    static boolean store(Connection connection, Fresh fresh, MailSource source, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO returned_mail (id, digest, wrapped_key, sealed_mail, source, received_at, due_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (digest) DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, fresh.id());
            statement.setBytes(2, fresh.digest());
            statement.setBytes(3, fresh.mail().wrappedKey());
            statement.setBytes(4, fresh.mail().sealed());
            statement.setString(5, source.name());
            statement.setObject(6, at);
            statement.setObject(7, at);
            return statement.executeUpdate() == 1;
        }
    }

    /** Takes up to {@code limit} mails whose time has come, as {@link WaitingRows} does. */
    static List<Stored> take(Connection connection, int limit, Instant now) throws SQLException {
        return WaitingRows.take(
                connection,
                "returned_mail",
                "wrapped_key IS NOT NULL",
                limit,
                now,
                row -> new Stored(
                        row.getObject("id", UUID.class),
                        MailSource.valueOf(row.getString("source")),
                        new SealedMail(row.getBytes("wrapped_key"), row.getBytes("sealed_mail"))));
    }

    /** Writes what became of a mail, in the commit that applied it. */
    static void markApplied(Connection connection, UUID id, AppliedMail applied, Instant now) throws SQLException {
        String sql =
                """
                UPDATE returned_mail SET applied_at = ?, kind = ?, outcome = ?, delivery_id = ?, class = ? WHERE id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setString(2, applied.kind().name());
            statement.setString(3, applied.outcome().name());
            statement.setObject(4, applied.deliveryId());
            statement.setString(5, applied.failure());
            statement.setObject(6, id);
            statement.executeUpdate();
        }
    }

    /** Drops the mails, not their rows, that came in longer ago than they are kept; returns how many. */
    static int dropOld(Connection connection, Duration kept, Instant now) throws SQLException {
        String sql =
                """
                UPDATE returned_mail SET wrapped_key = NULL, sealed_mail = NULL
                WHERE wrapped_key IS NOT NULL AND received_at < ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.minus(kept).atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    /** How many bounces and complaints are about a message that nobody can name. */
    static long unmatched(Connection connection) throws SQLException {
        String sql =
                """
                SELECT count(*) FROM returned_mail WHERE outcome = 'UNMATCHED' AND kind IN ('BOUNCE', 'COMPLAINT')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
