package org.tocsin.letter;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The table {@code letter_result}, and whose letters the lines of a file are about. */
final class LetterResultRows {

    /**
     * A result and whom it is about.
     *
     * @param letter what the line says
     */
    record Found(UUID noticeId, ReportedLetter letter) {}

    /** Somebody on the list by their number. */
    record Numbered(UUID noticeId, String customerRef) {}

    private LetterResultRows() {}

    /** The notices of a batch by sequence number: of whoever is UNREACHED, or is in one of its exports. */
    static Map<Long, Numbered> bySequenceNumber(Connection connection, UUID batch, List<Long> numbers)
            throws SQLException {
        String sql =
                """
                SELECT n.position, n.id, n.customer_ref FROM notice n
                WHERE n.batch_id = ? AND n.position = ANY (?)
                  AND (n.outcome = 'UNREACHED' OR EXISTS (SELECT FROM letter l WHERE l.notice_id = n.id))
                """;
        Map<Long, Numbered> notices = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    notices.put(row.getLong(1), new Numbered(row.getObject(2, UUID.class), row.getString(3)));
                }
            }
        }
        return notices;
    }

    /** The notices in a batch's exports by code: several where two people happen to have one code. */
    static Map<String, List<UUID>> byNoticeCode(Connection connection, UUID batch, List<String> codes)
            throws SQLException {
        String sql =
                """
                SELECT notice_code, array_agg(DISTINCT notice_id) FROM letter
                WHERE batch_id = ? AND notice_code = ANY (?) GROUP BY 1
                """;
        Map<String, List<UUID>> notices = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setArray(2, connection.createArrayOf("text", codes.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    notices.put(
                            row.getString(1), List.of((UUID[]) row.getArray(2).getArray()));
                }
            }
        }
        return notices;
    }

    /** Adds what was not known yet; how many of which result that was. */
    static Map<LetterResult, Long> add(Connection connection, UUID batch, List<Found> found, String actor, Instant now)
            throws SQLException {
        String sql =
                """
                WITH added AS (
                    INSERT INTO letter_result (notice_id, on_date, result, reason, batch_id, reported_by, reported_at)
                    SELECT *, ?, ?, ? FROM unnest(?::uuid[], ?::date[], ?::text[], ?::text[])
                    ON CONFLICT DO NOTHING
                    RETURNING result)
                SELECT result, count(*) FROM added GROUP BY 1
                """;
        Map<LetterResult, Long> added = new EnumMap<>(LetterResult.class);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setString(2, actor);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", found.stream().map(Found::noticeId).toArray()));
            statement.setArray(
                    5, texts(connection, found, letter -> letter.date().toString()));
            statement.setArray(
                    6, texts(connection, found, letter -> letter.result().name()));
            statement.setArray(
                    7,
                    texts(
                            connection,
                            found,
                            letter -> letter.reason() == null
                                    ? null
                                    : letter.reason().name()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    added.put(LetterResult.valueOf(row.getString(1)), row.getLong(2));
                }
            }
        }
        return added;
    }

    private static Array texts(Connection connection, List<Found> found, Function<ReportedLetter, String> part)
            throws SQLException {
        return connection.createArrayOf(
                "text", found.stream().map(one -> part.apply(one.letter())).toArray());
    }
}
