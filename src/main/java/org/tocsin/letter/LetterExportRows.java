package org.tocsin.letter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.platform.Digests;

/** The tables {@code letter_export} and {@code letter}: written in the transaction that makes an export, and read afterwards. */
final class LetterExportRows {

    private static final int PAGE = 2_000;
    private static final String SELECT =
            """
            SELECT id, batch_id, only_new, letters, without_address, bytes, sha256, exported_by, exported_at FROM letter_export
            """;

    private LetterExportRows() {}

    /**
     * Whatever writes of one batch's letters takes turns until the transaction ends: nobody is new in two exports, and two files of
     * results that name the same people in another order do not wait for each other.
     */
    static void lock(Connection connection, UUID batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_advisory_xact_lock(hashtextextended('tocsin.letters' || ?, 0))")) {
            statement.setString(1, batch.toString());
            statement.executeQuery().close();
        }
    }

    /** Begins an export; its figures follow. */
    static void begin(Connection connection, LetterExport export, FileForm form) throws SQLException {
        String sql =
                """
                INSERT INTO letter_export (id, batch_id, only_new, letters, without_address, bytes, sha256, exported_by, exported_at,
                                           file_form)
                VALUES (?, ?, ?, 0, 0, 0, '', ?, ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, export.id());
            statement.setObject(2, export.batchId());
            statement.setBoolean(3, export.onlyNew());
            statement.setString(4, export.exportedBy());
            statement.setObject(5, export.exportedAt().atOffset(ZoneOffset.UTC));
            statement.setInt(6, form.number());
            statement.executeUpdate();
        }
    }

    /** Writes down the figures of an export that was begun in this transaction. */
    static void finish(Connection connection, LetterExport export) throws SQLException {
        String sql = "UPDATE letter_export SET letters = ?, without_address = ?, bytes = ?, sha256 = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, export.letters());
            statement.setLong(2, export.withoutAddress());
            statement.setLong(3, export.bytes());
            statement.setBytes(4, HexFormat.of().parseHex(export.sha256()));
            statement.setObject(5, export.id());
            statement.executeUpdate();
        }
    }

    /**
     * Adds people.
     *
     * @param mailable for each of them, in the same order
     */
    static void add(Connection connection, LetterExport export, List<Recipient> recipients, List<Boolean> mailable)
            throws SQLException {
        String sql =
                """
                INSERT INTO letter (export_id, batch_id, position, notice_id, notice_code, reason, mailable)
                SELECT ?, ?, * FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::boolean[])
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, export.id());
            statement.setObject(2, export.batchId());
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            recipients.stream().map(Recipient::position).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", recipients.stream().map(Recipient::noticeId).toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text",
                            recipients.stream().map(Recipient::noticeCode).toArray()));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "text", recipients.stream().map(Recipient::reason).toArray()));
            statement.setArray(7, connection.createArrayOf("boolean", mailable.toArray()));
            statement.executeUpdate();
        }
    }

    /** How the file of an export is written. */
    static FileForm form(Connection connection, UUID export) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT file_form FROM letter_export WHERE id = ?")) {
            statement.setObject(1, export);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return FileForm.of(row.getInt(1));
            }
        }
    }

    /** An export of a batch, or empty. */
    static Optional<LetterExport> find(Connection connection, UUID batch, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT + "WHERE batch_id = ? AND id = ?")) {
            statement.setObject(1, batch);
            statement.setObject(2, id);
            return read(statement).stream().findFirst();
        }
    }

    /**
     * A batch's exports, latest first.
     *
     * @param before the id to go on behind, or null
     */
    static List<LetterExport> page(Connection connection, UUID batch, UUID before, int limit) throws SQLException {
        String sql = SELECT + "WHERE batch_id = ? AND (?::uuid IS NULL OR id < ?) ORDER BY id DESC LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setObject(2, before);
            statement.setObject(3, before);
            statement.setInt(4, limit);
            return read(statement);
        }
    }

    private static List<LetterExport> read(PreparedStatement statement) throws SQLException {
        List<LetterExport> exports = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                exports.add(new LetterExport(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        Digests.hex(row.getBytes(7)),
                        row.getString(8),
                        row.getObject(9, OffsetDateTime.class).toInstant()));
            }
        }
        return exports;
    }

    /** The people of an export: those in its file, or those without an address. */
    static RecipientPages people(UUID export, boolean mailable) {
        String sql =
                """
                SELECT l.position, l.notice_id, n.customer_ref, l.notice_code, l.reason
                FROM letter l JOIN notice n ON n.id = l.notice_id
                WHERE l.export_id = ? AND l.position > ? AND l.mailable = ?
                ORDER BY l.position LIMIT ?
                """;
        return (connection, after) -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, export);
                statement.setLong(2, after);
                statement.setBoolean(3, mailable);
                statement.setInt(4, PAGE);
                List<Recipient> page = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        page.add(new Recipient(
                                row.getLong(1),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)));
                    }
                }
                return page;
            }
        };
    }
}
