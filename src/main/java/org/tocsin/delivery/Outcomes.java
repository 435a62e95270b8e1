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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.tocsin.delivery.page.AttemptPage;

/** Writes outcomes down: attempts, deliveries, the next channel, and the notices that follow from them, in one commit. */
public final class Outcomes {

    private Outcomes() {}

    /**
     * Records the outcomes of one worker, fenced by the epochs of their claims. An outcome whose claim was lost still ends its
     * own attempt, and resolves that attempt's UNKNOWN; it changes nothing that somebody else has taken over.
     *
     * @param page the page of outcomes that the attempts belong to, whose digest goes into the evidence
     * @return a line for each attempt that was ended by this call, for {@link AttemptPage#add}; empty, and nothing is changed,
     *     when the page has been closed by somebody else
     */
    public static Optional<List<String>> record(
            Connection connection, UUID worker, List<Outcome> outcomes, AttemptPage page, Instant now)
            throws SQLException {
        Set<UUID> notices = new HashSet<>();
        outcomes.forEach(outcome -> notices.add(outcome.noticeId()));
        List<Outcome> tried =
                outcomes.stream().filter(outcome -> outcome.attempt() != null).toList();
        List<String> ended = List.of();
        if (tried.isEmpty()) {
            NoticeOutcomes.lock(connection, notices);
        } else {
            ended = endBegun(connection, worker, tried, notices, page);
            if (ended.size() < tried.size()) {
                if (!page.open(connection, worker)) {
                    return Optional.empty();
                }
                ended.addAll(addUnbegun(connection, worker, tried, page.id()));
            }
        }
        moveDeliveries(connection, outcomes, notices, now);
        return Optional.of(ended);
    }

    /**
     * Ends attempts that have an intent, unless the page is closed. They keep the answer even when the claim was lost, until
     * their page is closed. First, and in the same statement, the page is held open and the notices are locked as
     * {@link NoticeOutcomes#lock} does.
     */
    private static List<String> endBegun(
            Connection connection, UUID worker, List<Outcome> tried, Set<UUID> notices, AttemptPage page)
            throws SQLException {
        String sql = "WITH page AS (" + AttemptPage.OPEN
                + """
                ), locked AS MATERIALIZED (
                    SELECT id FROM notice WHERE id = ANY (?) AND EXISTS (SELECT FROM page) ORDER BY id FOR NO KEY UPDATE)
                UPDATE attempt a
                SET ended_at = new_end, stage = new_stage, result = new_result, class = new_class, code = new_code,
                    words = new_words, provider = new_provider, provider_id = new_provider_id, page_id = (SELECT id FROM page)
                FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[])
                     AS o (of_delivery, of_number, of_epoch, new_end, new_stage, new_result, new_class, new_code, new_words,
                           new_provider, new_provider_id)
                WHERE (SELECT count(*) FROM locked) > 0
                  AND a.delivery_id = of_delivery AND a.number = of_number AND a.epoch = of_epoch AND a.page_id IS NULL
                RETURNING\s"""
                + AttemptPage.LINE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, page.id());
            statement.setObject(2, worker);
            statement.setArray(3, connection.createArrayOf("uuid", notices.toArray()));
            statement.setArray(4, column(connection, "uuid", tried, Outcome::deliveryId));
            statement.setArray(5, column(connection, "int4", tried, Outcome::attemptNumber));
            statement.setArray(6, column(connection, "int8", tried, Outcome::epoch));
            setEnds(connection, statement, 7, tried);
            return lines(statement);
        }
    }

    /** Writes down attempts that came to nothing before an intent, such as a message that cannot be made; the claim must hold. */
    private static List<String> addUnbegun(Connection connection, UUID worker, List<Outcome> tried, UUID page)
            throws SQLException {
        String sql =
                """
                INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, content_hash, page_id,
                                     ended_at, stage, result, class, code, words, provider, provider_id)
                SELECT o.id, o.number, o.epoch, ?, o.started_at, o.content_hash, ?,
                       o.ended_at, o.stage, o.result, o.class, o.code, o.words, o.provider, o.provider_id
                FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS o (id, number, epoch, started_at, content_hash, ended_at, stage, result, class, code, words,
                           provider, provider_id)
                WHERE EXISTS (SELECT FROM delivery d WHERE d.id = o.id AND d.epoch = o.epoch AND d.state = 'SENDING')
                ON CONFLICT (delivery_id, number) DO NOTHING
                RETURNING\s"""
                        + AttemptPage.LINE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, worker);
            statement.setObject(2, page);
            statement.setArray(3, column(connection, "uuid", tried, Outcome::deliveryId));
            statement.setArray(4, column(connection, "int4", tried, Outcome::attemptNumber));
            statement.setArray(5, column(connection, "int8", tried, Outcome::epoch));
            statement.setArray(6, ends(connection, "timestamptz", tried, end -> utc(end.startedAt())));
            statement.setArray(7, ends(connection, "text", tried, AttemptEnd::contentHash));
            setEnds(connection, statement, 8, tried);
            return lines(statement);
        }
    }

    private static void setEnds(Connection connection, PreparedStatement statement, int first, List<Outcome> tried)
            throws SQLException {
        int place = first;
        statement.setArray(place++, ends(connection, "timestamptz", tried, end -> utc(end.endedAt())));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::stage));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::result));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::failureClass));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::code));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::words));
        statement.setArray(place++, ends(connection, "text", tried, AttemptEnd::provider));
        statement.setArray(place, ends(connection, "text", tried, AttemptEnd::providerId));
    }

    private static List<String> lines(PreparedStatement statement) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        }
        return lines;
    }

    /**
     * Moves the deliveries whose claims still hold, and in the same statement draws what follows for their notices. A late yes
     * counts even when a rescuer has taken the delivery for uncertain meanwhile, as long as nobody has claimed it again.
     */
    private static void moveDeliveries(Connection connection, List<Outcome> outcomes, Set<UUID> notices, Instant now)
            throws SQLException {
        String moved =
                """
                WITH moved AS (
                    UPDATE delivery d
                    SET state = o.state, due_at = o.due_at, reason = o.reason, worker_id = NULL,
                        attempts = CASE WHEN o.tried THEN greatest(d.attempts, o.number) ELSE d.attempts END,
                        burnt = d.burnt + o.burns::int, provider_id = coalesce(o.provider_id, d.provider_id), updated_at = ?
                    FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::text[], ?::timestamptz[], ?::text[], ?::bool[],
                                ?::bool[], ?::text[])
                         AS o (id, epoch, number, state, due_at, reason, tried, burns, provider_id)
                    WHERE d.id = o.id AND d.epoch = o.epoch
                      AND (d.state = 'SENDING' OR d.state = 'UNKNOWN' AND o.state = 'FAILED'
                           OR d.state IN ('UNKNOWN', 'HELD', 'DUE') AND o.state = 'ACCEPTED')
                    RETURNING d.id, d.notice_id, d.rank, d.state),
                """;
        // What a statement has moved it does not see: the moved ones come from where they were moved. A join would
        // compare each with each, for the planner takes them for one row.
        String standing =
                """
                (SELECT notice_id, rank, state FROM moved
                 UNION ALL
                 SELECT notice_id, rank, state FROM delivery WHERE id NOT IN (SELECT id FROM moved))
                """;
        // What a sender learns never closes a channel that is open already: as long as the first is in hand, none is.
        String sql = moved + NoticeOutcomes.following(standing, "d.state = 'PLANNED'");
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
            NoticeOutcomes.setFollowing(connection, statement, 11, notices, now);
            statement.executeUpdate();
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
