package org.tocsin.delivery;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Writes outcomes down: attempts, deliveries, the next channel, and the notices that follow from them, in one commit. */
public final class Outcomes {

    private Outcomes() {}

    /**
     * Records the outcomes of one worker, fenced by the epochs of their claims. An outcome whose claim was lost still ends its
     * own attempt, and resolves that attempt's UNKNOWN; it changes nothing that somebody else has taken over.
     *
     * @param page the page of outcomes that the attempts belong to, whose digest goes into the evidence
     * @return a line for each attempt that was ended by this call, for {@link AttemptPage#add}
     */
    public static List<String> record(
            Connection connection, UUID worker, List<Outcome> outcomes, UUID page, Instant now) throws SQLException {
        Set<UUID> notices = new HashSet<>();
        outcomes.forEach(outcome -> notices.add(outcome.noticeId()));
        NoticeOutcomes.lock(connection, notices);
        List<String> ended = endAttempts(connection, worker, outcomes, page);
        moveDeliveries(connection, outcomes, now);
        NextChannel.settle(connection, notices, now);
        NoticeOutcomes.derive(connection, notices, now);
        return ended;
    }

    private static List<String> endAttempts(Connection connection, UUID worker, List<Outcome> outcomes, UUID page)
            throws SQLException {
        List<Outcome> tried =
                outcomes.stream().filter(outcome -> outcome.attempt() != null).toList();
        if (tried.isEmpty()) {
            return List.of();
        }
        // An attempt without an intent (the message could not be made) has no row yet; its claim must still hold. One
        // with an
        // intent has its row, and keeps the answer even when the claim was lost.
        String sql =
                """
                INSERT INTO attempt AS a (delivery_id, number, epoch, worker_id, started_at, ended_at, stage, result, class,
                                          code, words, provider, provider_id, content_hash, page_id)
                SELECT o.*, ?
                FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS o (id, number, epoch, worker, started_at, ended_at, stage, result, class, code, words, provider,
                           provider_id, content_hash)
                WHERE EXISTS (SELECT FROM delivery d WHERE d.id = o.id AND d.epoch = o.epoch)
                   OR EXISTS (SELECT FROM attempt x
                              WHERE x.delivery_id = o.id AND x.number = o.number AND x.epoch = o.epoch)
                ON CONFLICT (delivery_id, number) DO UPDATE
                SET ended_at = excluded.ended_at, stage = excluded.stage, result = excluded.result,
                    class = excluded.class, code = excluded.code, words = excluded.words, provider = excluded.provider,
                    provider_id = excluded.provider_id, page_id = excluded.page_id
                WHERE a.epoch = excluded.epoch AND a.page_id IS NULL
                RETURNING\s"""
                        + AttemptPage.LINE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, page);
            statement.setArray(2, column(connection, "uuid", tried, Outcome::deliveryId));
            statement.setArray(3, column(connection, "int4", tried, Outcome::attemptNumber));
            statement.setArray(4, column(connection, "int8", tried, Outcome::epoch));
            statement.setArray(5, column(connection, "uuid", tried, outcome -> worker));
            statement.setArray(6, ends(connection, "timestamptz", tried, end -> utc(end.startedAt())));
            statement.setArray(7, ends(connection, "timestamptz", tried, end -> utc(end.endedAt())));
            statement.setArray(8, ends(connection, "text", tried, AttemptEnd::stage));
            statement.setArray(9, ends(connection, "text", tried, AttemptEnd::result));
            statement.setArray(10, ends(connection, "text", tried, AttemptEnd::failureClass));
            statement.setArray(11, ends(connection, "text", tried, AttemptEnd::code));
            statement.setArray(12, ends(connection, "text", tried, AttemptEnd::words));
            statement.setArray(13, ends(connection, "text", tried, AttemptEnd::provider));
            statement.setArray(14, ends(connection, "text", tried, AttemptEnd::providerId));
            statement.setArray(15, ends(connection, "text", tried, AttemptEnd::contentHash));
            List<String> lines = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
            return lines;
        }
    }

    private static List<UUID> moveDeliveries(Connection connection, List<Outcome> outcomes, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE delivery d
                SET state = o.state, due_at = o.due_at, reason = o.reason, worker_id = NULL,
                    attempts = CASE WHEN o.tried THEN greatest(d.attempts, o.number) ELSE d.attempts END,
                    burnt = d.burnt + o.burns::int, provider_id = coalesce(o.provider_id, d.provider_id), updated_at = ?
                FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::text[], ?::timestamptz[], ?::text[], ?::bool[], ?::bool[],
                            ?::text[])
                     AS o (id, epoch, number, state, due_at, reason, tried, burns, provider_id)
                WHERE d.id = o.id AND d.epoch = o.epoch
                  AND (d.state = 'SENDING' OR d.state = 'UNKNOWN' AND o.state IN ('ACCEPTED', 'FAILED'))
                RETURNING d.id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            statement.setArray(2, column(connection, "uuid", outcomes, Outcome::deliveryId));
            statement.setArray(3, column(connection, "int8", outcomes, Outcome::epoch));
            statement.setArray(4, column(connection, "int4", outcomes, Outcome::attemptNumber));
            statement.setArray(5, column(connection, "text", outcomes, outcome -> outcome.next()
                    .name()));
            statement.setArray(6, column(connection, "timestamptz", outcomes, outcome -> utc(outcome.dueAt())));
            statement.setArray(7, column(connection, "text", outcomes, Outcome::reason));
            statement.setArray(8, column(connection, "bool", outcomes, outcome -> outcome.attempt() != null));
            statement.setArray(9, column(connection, "bool", outcomes, Outcome::burns));
            statement.setArray(
                    10,
                    column(
                            connection,
                            "text",
                            outcomes,
                            outcome -> outcome.attempt() == null
                                    ? null
                                    : outcome.attempt().providerId()));
            List<UUID> moved = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    moved.add(rows.getObject(1, UUID.class));
                }
            }
            return moved;
        }
    }

    private static Array ends(
            Connection connection, String type, List<Outcome> outcomes, Function<AttemptEnd, Object> value)
            throws SQLException {
        return column(connection, type, outcomes, outcome -> value.apply(outcome.attempt()));
    }

    private static Array column(
            Connection connection, String type, List<Outcome> outcomes, Function<Outcome, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, outcomes.stream().map(value).toArray());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
