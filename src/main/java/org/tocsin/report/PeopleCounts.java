package org.tocsin.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The people of one section, counted: what became of them, where, and why. */
final class PeopleCounts {

    /**
     * Which of a person's notices decides, the lowest first: reached by any batch is reached, and whoever is still owed a word
     * comes before whoever was left out. That somebody was left out because another list has them says nothing by itself.
     */
    static final String PRECEDENCE =
            """
            CASE n.outcome WHEN 'REACHED' THEN CASE WHEN n.confirmed THEN 1 ELSE 2 END
                           WHEN 'OUTSTANDING' THEN 3
                           WHEN 'UNREACHED' THEN 4
                           WHEN 'WITHDRAWN' THEN 6
                           ELSE CASE WHEN n.reason IN ('ALREADY_NOTIFIED', 'IN_EARLIER_SET') THEN 7 ELSE 5 END END
            """;

    private final Map<String, Long> all = new TreeMap<>();
    private final SortedMap<String, Map<String, Long>> byLocale = new TreeMap<>();
    private final SortedMap<String, Map<String, Long>> byCountry = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Map<String, Long>>> byRegion = new TreeMap<>();
    private final SortedMap<String, Long> unreached = new TreeMap<>();
    private final SortedMap<String, Long> excluded = new TreeMap<>();

    /**
     * Counts the people of these batches in one pass over their notices. The region is the record's own: that row never changes,
     * and stays when its set is purged.
     */
    static Map<Section, PeopleCounts> read(Connection connection, List<CountedBatch> batches) throws SQLException {
        String sql =
                """
                WITH person AS MATERIALIZED (
                    SELECT DISTINCT ON (b.section, n.customer_ref)
                           b.section, n.id, n.outcome, n.reason, tally_name(n) AS name,
                           coalesce(n.locale, p.locale, '%1$s') AS locale, coalesce(n.country, '%1$s') AS country,
                           coalesce(p.region, '%1$s') AS region
                    FROM unnest(?::uuid[], ?::text[]) AS b (id, section)
                    JOIN notice n ON n.batch_id = b.id
                    LEFT JOIN affected_person p ON p.record_set_id = n.record_set_id AND p.position = n.position
                    ORDER BY b.section, n.customer_ref, %2$s, n.id DESC)
                SELECT section, 'PEOPLE' AS figure, locale, country, region, name, count(*) AS n FROM person
                GROUP BY GROUPING SETS ((section, name), (section, name, locale), (section, name, country),
                                        (section, name, country, region))
                UNION ALL
                SELECT section, 'EXCLUDED', NULL, NULL, NULL, coalesce(reason, '%1$s'), count(*) FROM person
                WHERE outcome = 'EXCLUDED' GROUP BY section, 6
                UNION ALL
                SELECT section, 'UNREACHED', NULL, NULL, NULL, why, count(*)
                FROM (SELECT p.section, p.id,
                             string_agg(d.channel || ' ' || coalesce(d.reason, d.state), '; ' ORDER BY d.channel) AS why
                      FROM person p JOIN delivery d ON d.notice_id = p.id
                      WHERE p.outcome = 'UNREACHED' GROUP BY p.section, p.id) unreached
                GROUP BY section, why
                """
                        .formatted(Figures.UNKNOWN, PRECEDENCE);
        Map<Section, PeopleCounts> sections = new EnumMap<>(Section.class);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, CountedBatch.column(connection, "uuid", batches, CountedBatch::id));
            statement.setArray(2, CountedBatch.column(connection, "text", batches, batch -> batch.section()
                    .name()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sections.computeIfAbsent(Section.valueOf(row.getString("section")), any -> new PeopleCounts())
                            .add(row);
                }
            }
        }
        return sections;
    }

    private void add(ResultSet row) throws SQLException {
        String name = row.getString("name");
        long n = row.getLong("n");
        switch (row.getString("figure")) {
            case "UNREACHED" -> unreached.put(name, n);
            case "EXCLUDED" -> excluded.put(name, n);
            default -> group(row).put(name, n);
        }
    }

    /** The group that a row of the grouping sets counts in: what it does not group by is NULL there. */
    private Map<String, Long> group(ResultSet row) throws SQLException {
        String locale = row.getString("locale");
        String country = row.getString("country");
        String region = row.getString("region");
        if (locale != null) {
            return byLocale.computeIfAbsent(locale, any -> new TreeMap<>());
        }
        if (region != null) {
            return byRegion.computeIfAbsent(country, any -> new TreeMap<>())
                    .computeIfAbsent(region, any -> new TreeMap<>());
        }
        return country == null ? all : byCountry.computeIfAbsent(country, any -> new TreeMap<>());
    }

    People people() {
        return People.of(all);
    }

    SortedMap<String, People> byLocale() {
        return people(byLocale);
    }

    SortedMap<String, People> byCountry() {
        return people(byCountry);
    }

    SortedMap<String, SortedMap<String, People>> byRegion() {
        SortedMap<String, SortedMap<String, People>> regions = new TreeMap<>();
        byRegion.forEach((country, counts) -> regions.put(country, people(counts)));
        return regions;
    }

    SortedMap<String, Long> unreached() {
        return Collections.unmodifiableSortedMap(unreached);
    }

    SortedMap<String, Long> excluded() {
        return Collections.unmodifiableSortedMap(excluded);
    }

    private static SortedMap<String, People> people(SortedMap<String, Map<String, Long>> counts) {
        SortedMap<String, People> people = new TreeMap<>();
        counts.forEach((key, byName) -> people.put(key, People.of(byName)));
        return people;
    }
}
