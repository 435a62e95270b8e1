package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Where a plan is handed over. The planner, who knows people and variants, fills the temporary table {@code planned}; this
 * class, which owns notices and deliveries, makes them from it. The people never leave the database.
 */
public final class PlannedNotices {

    // Behind those by which dispatch counts, which are numbered by its connections (V07).
    private static final int FIRST_SHARD = 64;

    private PlannedNotices() {}

    /**
     * Makes the empty table {@code planned}, gone at the end of the transaction: one row per person and channel, with
     * {@code rank} and {@code variant_id} NULL where the person has no usable address for that channel. {@code moved_by} is then
     * the rule that takes the channel from them, if one does; {@code hold_for} a {@link HeldFor}; {@code exclusion} why the
     * person is left out, the same in all rows of theirs.
     *
     * @param stretch the number of this part of the plan: it and the next may be written at the same time
     */
    public static void prepare(Connection connection, long stretch) throws SQLException {
        execute(connection, "SET LOCAL tocsin.planning_shard = " + (FIRST_SHARD + stretch % 2));
        execute(connection, "SET LOCAL work_mem = '64MB'"); // a chunk is sorted in memory
        execute(
                connection,
                """
                CREATE TEMPORARY TABLE planned (
                    position bigint NOT NULL, customer_ref text COLLATE "C" NOT NULL, locale text, country text,
                    channel text NOT NULL, rank smallint, variant_id uuid, moved_by uuid, hold_for text, exclusion text) ON COMMIT DROP
                """);
    }

    /** Makes notices and deliveries of what was planned. */
    public static void adopt(Connection connection, UUID batch, UUID incident, UUID recordSet, Instant now)
            throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        execute(connection, "ANALYZE planned");
        String notices =
                """
                INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, locale, country, outcome,
                                    reason, updated_at)
                SELECT uuid_v7(), ?, ?, ?, position, min(customer_ref), min(locale), min(country),
                       CASE WHEN min(exclusion) IS NOT NULL THEN 'EXCLUDED'
                            WHEN count(rank) > 0 THEN 'OUTSTANDING' ELSE 'UNREACHED' END,
                       coalesce(min(exclusion), CASE WHEN count(rank) = 0 THEN 'NO_USABLE_CONTACT' END), ?
                FROM planned
                GROUP BY position
                ORDER BY position
                """;
        try (PreparedStatement statement = connection.prepareStatement(notices)) {
            statement.setObject(1, batch);
            statement.setObject(2, incident);
            statement.setObject(3, recordSet);
            statement.setObject(4, at);
            statement.executeUpdate();
        }
        String deliveries =
                """
                INSERT INTO delivery (id, notice_id, batch_id, position, channel, rank, variant_id, state, reason, hold_for,
                                      moved_by, updated_at)
                SELECT uuid_v7(), n.id, n.batch_id, p.position, p.channel, coalesce(p.rank, 0), p.variant_id,
                       CASE WHEN p.rank IS NULL OR p.exclusion IS NOT NULL THEN 'UNDELIVERABLE' ELSE 'PLANNED' END,
                       CASE WHEN p.moved_by IS NOT NULL THEN 'COMPROMISED_CHANNEL'
                            WHEN p.rank IS NULL THEN 'NO_USABLE_ADDRESS' ELSE p.exclusion END,
                       p.hold_for, p.moved_by, ?
                FROM planned p
                JOIN notice n ON n.batch_id = ? AND n.position = p.position
                             -- A plan that goes through the batch's notices goes through these alone.
                             AND n.position BETWEEN (SELECT min(position) FROM planned)
                                                AND (SELECT max(position) FROM planned)
                ORDER BY p.position
                """;
        try (PreparedStatement statement = connection.prepareStatement(deliveries)) {
            statement.setObject(1, at);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
