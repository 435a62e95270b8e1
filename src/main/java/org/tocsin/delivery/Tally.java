package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How a batch stands, counted.
 *
 * @param reachedConfirmed people of whom a receipt says so
 * @param reachedUnconfirmed people whose notice the next hop took
 */
public record Tally(
        Map<DeliveryState, Long> deliveries,
        long outstanding,
        long reachedConfirmed,
        long reachedUnconfirmed,
        long unreached,
        long excluded,
        long withdrawn) {

    /** Everyone in the batch: the sum of the outcomes, at all times. */
    public long people() {
        return outstanding + reachedConfirmed + reachedUnconfirmed + unreached + excluded + withdrawn;
    }

    /** Whether something may still be sent, be it to people who have been reached over another channel. */
    public boolean underWay() {
        return Arrays.stream(DeliveryState.values()).anyMatch(state -> state.open() && deliveries(state) > 0);
    }

    public long deliveries(DeliveryState state) {
        return deliveries.getOrDefault(state, 0L);
    }

    /** Reads the counters that the database keeps in the commits that change them. */
    public static Tally read(Connection connection, UUID batch) throws SQLException {
        return read(connection, batch, "SELECT kind, name, sum(n) FROM batch_tally WHERE batch_id = ? GROUP BY 1, 2");
    }

    /** Counts the rows themselves, for the check that the counters are right. */
    public static Tally recount(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                WITH wanted AS (SELECT ?::uuid AS id)
                SELECT 'OUTCOME', tally_name(n), count(*) FROM notice n, wanted WHERE n.batch_id = wanted.id GROUP BY 2
                UNION ALL
                SELECT 'DELIVERY', d.state, count(*) FROM delivery d, wanted WHERE d.batch_id = wanted.id GROUP BY 2
                """;
        return read(connection, batch, sql);
    }

    /**
     * How many people of a batch have an outcome that does not follow from their deliveries, in the same check; who was left out
     * or withdrawn has one that was decided.
     */
    public static long contradicted(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT count(*)
                FROM notice n
                LEFT JOIN (SELECT notice_id, bool_or(state IN ('ACCEPTED', 'DELIVERED')) AS served,
                                  bool_or(state = 'DELIVERED') AS confirmed,
                                  bool_or(state IN ('PLANNED', 'DUE', 'SENDING', 'UNKNOWN', 'HELD')) AS open
                           FROM delivery WHERE batch_id = ? GROUP BY notice_id) d ON d.notice_id = n.id
                WHERE n.batch_id = ? AND n.outcome NOT IN ('EXCLUDED', 'WITHDRAWN')
                  AND (n.outcome, n.confirmed) IS DISTINCT FROM
                      (CASE WHEN d.served THEN 'REACHED' WHEN d.open THEN 'OUTSTANDING' ELSE 'UNREACHED' END,
                       coalesce(d.confirmed, false))
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setObject(2, batch);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Tally read(Connection connection, UUID batch, String sql) throws SQLException {
        Map<DeliveryState, Long> deliveries = new EnumMap<>(DeliveryState.class);
        Map<String, Long> outcomes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long n = row.getLong(3);
                    if (n == 0) {
                        continue;
                    }
                    if (row.getString(1).equals("DELIVERY")) {
                        deliveries.put(DeliveryState.valueOf(row.getString(2)), n);
                    } else {
                        outcomes.put(row.getString(2), n);
                    }
                }
            }
        }
        return new Tally(
                deliveries,
                outcomes.getOrDefault("OUTSTANDING", 0L),
                outcomes.getOrDefault("REACHED_CONFIRMED", 0L),
                outcomes.getOrDefault("REACHED_UNCONFIRMED", 0L),
                outcomes.getOrDefault("UNREACHED", 0L),
                outcomes.getOrDefault("EXCLUDED", 0L),
                outcomes.getOrDefault("WITHDRAWN", 0L));
    }
}
