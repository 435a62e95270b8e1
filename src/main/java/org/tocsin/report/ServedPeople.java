package org.tocsin.report;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.tocsin.channel.ChannelKind;

/** The people of one section who were reached, counted: over which channel, and when. */
final class ServedPeople {

    /**
     * People who were reached over one channel.
     *
     * @param confirmed those of whom a receipt says so
     */
    record Reached(long confirmed, long unconfirmed) {

        static final Reached NOBODY = new Reached(0, 0);
    }

    private final SortedMap<ChannelKind, Reached> overChannel = new TreeMap<>();
    private Told told = Told.nobody();

    /** Counts in one pass over the deliveries that have served, each with the moment at which it did. */
    static Map<Section, ServedPeople> read(Connection connection, List<CountedBatch> batches) throws SQLException {
        String sql =
                """
                WITH served AS MATERIALIZED (
                    SELECT b.section, b.approved_at, n.customer_ref, d.channel, d.state = 'DELIVERED' AS confirmed, t.told_at
                    FROM unnest(?::uuid[], ?::text[], ?::timestamptz[]) AS b (id, section, approved_at)
                    JOIN delivery d ON d.batch_id = b.id AND d.state IN ('ACCEPTED', 'DELIVERED')
                    JOIN notice n ON n.id = d.notice_id AND n.outcome = 'REACHED'
                    LEFT JOIN LATERAL (
                        SELECT coalesce(min(coalesce(ended_at, started_at)) FILTER (WHERE result = 'ACCEPTED'),
                                        max(started_at)) AS told_at
                        FROM attempt WHERE delivery_id = d.id) t ON true),
                person AS (
                    SELECT DISTINCT ON (section, customer_ref)
                           section, (extract(epoch FROM told_at) * 1000000)::bigint AS told,
                           (extract(epoch FROM told_at - approved_at) * 1000000)::bigint AS since_approval
                    FROM served ORDER BY section, customer_ref, told_at)
                SELECT section, channel, count(*) FILTER (WHERE confirmed) AS confirmed,
                       count(*) FILTER (WHERE NOT confirmed) AS unconfirmed, NULL::bigint[] AS told,
                       NULL::bigint[] AS since_approval
                FROM (SELECT section, channel, customer_ref, bool_or(confirmed) AS confirmed
                      FROM served GROUP BY 1, 2, 3) over_channel
                GROUP BY 1, 2
                UNION ALL
                SELECT section, NULL, count(*), 0, percentile_disc(?::float8[]) WITHIN GROUP (ORDER BY told),
                       percentile_disc(?::float8[]) WITHIN GROUP (ORDER BY since_approval)
                FROM person GROUP BY 1
                """;
        Map<Section, ServedPeople> sections = new EnumMap<>(Section.class);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, CountedBatch.column(connection, "uuid", batches, CountedBatch::id));
            statement.setArray(2, CountedBatch.column(connection, "text", batches, batch -> batch.section()
                    .name()));
            statement.setArray(3, CountedBatch.column(connection, "timestamptz", batches, CountedBatch::approvedAt));
            Array fractions = connection.createArrayOf("float8", Told.FRACTIONS.toArray());
            statement.setArray(4, fractions);
            statement.setArray(5, fractions);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sections.computeIfAbsent(Section.valueOf(row.getString("section")), any -> new ServedPeople())
                            .add(row);
                }
            }
        }
        return sections;
    }

    private void add(ResultSet row) throws SQLException {
        String channel = row.getString("channel");
        if (channel != null) {
            overChannel.put(
                    ChannelKind.valueOf(channel), new Reached(row.getLong("confirmed"), row.getLong("unconfirmed")));
        } else {
            told = new Told(
                    row.getLong("confirmed"),
                    quantiles(row, "told", micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                    null,
                    quantiles(row, "since_approval", micros -> Duration.of(micros, ChronoUnit.MICROS)));
        }
    }

    private static <T> Told.Quantiles<T> quantiles(ResultSet row, String column, LongFunction<T> of)
            throws SQLException {
        Optional<Array> values = Optional.ofNullable(row.getArray(column));
        if (values.isEmpty()) {
            return null;
        }
        Long[] micros = (Long[]) values.get().getArray();
        if (Arrays.asList(micros).contains(null)) {
            return null;
        }
        List<T> inOrder = Arrays.stream(micros).map(of::apply).toList();
        return Told.Quantiles.of(inOrder);
    }

    Reached over(ChannelKind channel) {
        return overChannel.getOrDefault(channel, Reached.NOBODY);
    }

    Told told() {
        return told;
    }
}
