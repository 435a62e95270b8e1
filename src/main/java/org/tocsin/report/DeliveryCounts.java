package org.tocsin.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tocsin.channel.ChannelKind;

/** The deliveries of one section, counted: by channel and state, and those that have failed by how. */
final class DeliveryCounts {

    private final SortedMap<ChannelKind, SortedMap<String, Long>> states = new TreeMap<>();
    private final List<Figures.Failures> failures = new ArrayList<>();

    static Map<Section, DeliveryCounts> read(Connection connection, List<CountedBatch> batches) throws SQLException {
        Map<Section, DeliveryCounts> sections = new EnumMap<>(Section.class);
        String states =
                """
                SELECT b.section, d.channel, d.state, count(*)
                FROM unnest(?::uuid[], ?::text[]) AS b (id, section) JOIN delivery d ON d.batch_id = b.id
                GROUP BY 1, 2, 3
                """;
        each(connection, states, batches, row -> in(sections, row)
                .states
                .computeIfAbsent(ChannelKind.valueOf(row.getString(2)), any -> new TreeMap<>())
                .put(row.getString(3), row.getLong(4)));
        // An attempt that was taken is not what the delivery failed by: that came later, in a receipt or a mail.
        String failed =
                """
                SELECT b.section, d.channel, coalesce(d.reason, 'unknown'), a.class,
                       coalesce(a.code, r.error_code::text), count(*)
                FROM unnest(?::uuid[], ?::text[]) AS b (id, section)
                JOIN delivery d ON d.batch_id = b.id AND d.state = 'FAILED'
                LEFT JOIN attempt a ON a.delivery_id = d.id AND a.number = d.attempts AND a.result <> 'ACCEPTED'
                LEFT JOIN LATERAL (SELECT error_code FROM receipt
                                   WHERE provider_id = d.provider_id AND delivery_id = d.id AND error_code IS NOT NULL
                                   ORDER BY received_at DESC LIMIT 1) r ON a.delivery_id IS NULL
                GROUP BY 1, 2, 3, 4, 5
                ORDER BY 1, 2, 6 DESC, 3, 4, 5
                """;
        each(connection, failed, batches, row -> in(sections, row)
                .failures
                .add(new Figures.Failures(
                        ChannelKind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6))));
        return sections;
    }

    /** Work on one row. */
    private interface RowWork {
        void with(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String sql, List<CountedBatch> batches, RowWork work)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, CountedBatch.column(connection, "uuid", batches, CountedBatch::id));
            statement.setArray(2, CountedBatch.column(connection, "text", batches, batch -> batch.section()
                    .name()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    work.with(row);
                }
            }
        }
    }

    private static DeliveryCounts in(Map<Section, DeliveryCounts> sections, ResultSet row) throws SQLException {
        return sections.computeIfAbsent(Section.valueOf(row.getString(1)), any -> new DeliveryCounts());
    }

    SortedMap<ChannelKind, SortedMap<String, Long>> states() {
        return states;
    }

    List<Figures.Failures> failures() {
        return failures;
    }
}
