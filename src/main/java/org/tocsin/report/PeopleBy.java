package org.tocsin.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.batch.Purpose;

/** The people of an incident, counted once per batch, or once per purpose of its batches: first notices apart from all others. */
final class PeopleBy {

    private PeopleBy() {}

    static Map<UUID, People> batch(Connection connection, List<CountedBatch> batches) throws SQLException {
        String sql =
                """
                SELECT n.batch_id, tally_name(n), count(*)
                FROM unnest(?::uuid[]) AS b (id) JOIN notice n ON n.batch_id = b.id
                GROUP BY 1, 2
                """;
        Map<UUID, Map<String, Long>> counts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, CountedBatch.column(connection, "uuid", batches, CountedBatch::id));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.computeIfAbsent(row.getObject(1, UUID.class), any -> new TreeMap<>())
                            .put(row.getString(2), row.getLong(3));
                }
            }
        }
        Map<UUID, People> people = new HashMap<>();
        counts.forEach((id, byName) -> people.put(id, People.of(byName)));
        return people;
    }

    static Map<Section, SortedMap<Purpose, People>> purpose(Connection connection, List<CountedBatch> batches)
            throws SQLException {
        String sql =
                """
                SELECT section, purpose, name, count(*)
                FROM (SELECT DISTINCT ON (b.section, b.purpose, n.customer_ref) b.section, b.purpose, tally_name(n) AS name
                      FROM unnest(?::uuid[], ?::text[], ?::text[]) AS b (id, section, purpose)
                      JOIN notice n ON n.batch_id = b.id
                      ORDER BY b.section, b.purpose, n.customer_ref, %s, n.id DESC) person
                GROUP BY 1, 2, 3
                """
                        .formatted(PeopleCounts.PRECEDENCE);
        Map<Section, SortedMap<Purpose, Map<String, Long>>> counts = new EnumMap<>(Section.class);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, CountedBatch.column(connection, "uuid", batches, CountedBatch::id));
            statement.setArray(2, CountedBatch.column(connection, "text", batches, batch -> batch.section()
                    .name()));
            statement.setArray(3, CountedBatch.column(connection, "text", batches, batch -> batch.purpose()
                    .name()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.computeIfAbsent(Section.valueOf(row.getString(1)), any -> new TreeMap<>())
                            .computeIfAbsent(Purpose.valueOf(row.getString(2)), any -> new TreeMap<>())
                            .put(row.getString(3), row.getLong(4));
                }
            }
        }
        Map<Section, SortedMap<Purpose, People>> people = new EnumMap<>(Section.class);
        counts.forEach((section, byPurpose) -> {
            SortedMap<Purpose, People> inSection = new TreeMap<>();
            byPurpose.forEach((purpose, byName) -> inSection.put(purpose, People.of(byName)));
            people.put(section, inSection);
        });
        return people;
    }
}
