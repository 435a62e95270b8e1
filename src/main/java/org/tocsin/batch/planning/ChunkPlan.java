package org.tocsin.batch.planning;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchPolicy;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.batch.SourceList;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.PlanSuppressions;
import org.tocsin.delivery.PlannedNotices;

/** Plans a stretch of a record set by the set: the people never leave the database, but for rules on a mail domain. */
@ApplicationScoped
class ChunkPlan {

    /** Why somebody is left out of a supplement. */
    static final String IN_EARLIER_SET = "IN_EARLIER_SET";

    private final CompromisedPeople compromised;
    private final SuppressedContacts suppressed;
    private final Clock clock;

    ChunkPlan(CompromisedPeople compromised, SuppressedContacts suppressed, Clock clock) {
        this.compromised = compromised;
        this.suppressed = suppressed;
        this.clock = clock;
    }

    /**
     * Makes notices and deliveries, in the caller's transaction.
     *
     * @param rules those of the incident that stand
     * @param readForSuppressions whether people are opened to see whose address is suppressed
     * @param number of the stretch, from 0
     * @param from the position to begin behind
     * @param to the last position
     */
    void plan(
            Connection connection,
            Batch batch,
            List<VariantFor> variants,
            List<CompromisedChannel> rules,
            boolean readForSuppressions,
            long number,
            long from,
            long to)
            throws SQLException {
        compromised.fill(connection, batch.recordSetId, rules, from, to);
        suppressed.name(connection, batch.recordSetId, readForSuppressions, batch.policy.overridesOptOuts(), from, to);
        PlannedNotices.prepare(connection, number);
        // One row per person and channel. The rank counts a person's usable channels in the batch's order; in mode
        // ALL every one of them is the first.
        String sql =
                """
                INSERT INTO planned (position, customer_ref, locale, country, channel, rank, variant_id, moved_by, hold_for)
                SELECT position, customer_ref, CASE WHEN usable THEN variant_locale END, country, channel,
                       CASE WHEN NOT usable THEN NULL
                            WHEN ? THEN 1
                            ELSE count(*) FILTER (WHERE usable) OVER (PARTITION BY position ORDER BY place) END,
                       CASE WHEN usable THEN variant_id END,
                       CASE WHEN there THEN rule_id END,
                       CASE WHEN usable AND shared THEN 'SHARED_CONTACT' END
                FROM (SELECT p.position, p.customer_ref, p.country, v.channel, v.place, v.variant_id, v.variant_locale,
                             c.rule_id, s.position IS NOT NULL AS shared, address.there,
                             address.there AND c.rule_id IS NULL AND x.position IS NULL AS usable
                      FROM affected_person p
                      JOIN unnest(?::text[], ?::int[], ?::text[], ?::uuid[], ?::text[])
                           AS v (channel, place, locale, variant_id, variant_locale)
                        ON v.locale = coalesce(p.locale, '')
                      CROSS JOIN LATERAL (
                          SELECT CASE v.channel WHEN 'EMAIL' THEN p.email_digest IS NOT NULL
                                                ELSE p.phone_digest IS NOT NULL END AS there) address
                      LEFT JOIN compromised c ON c.position = p.position AND c.channel = v.channel
                      LEFT JOIN suppressed_contact x ON x.position = p.position AND x.channel = v.channel
                                                    AND NOT x.overridden
                      LEFT JOIN shared_contact s ON s.record_set_id = ? AND s.position > ? AND s.position <= ?
                                                AND s.position = p.position
                                                AND s.kind = CASE v.channel WHEN 'EMAIL' THEN 'EMAIL' ELSE 'PHONE' END
                      WHERE p.record_set_id = ? AND p.position > ? AND p.position <= ?) candidates
                """;
        List<ChannelKind> order = batch.policy.channels().order();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBoolean(1, batch.policy.channels().mode() == BatchPolicy.Mode.ALL);
            statement.setArray(2, array(connection, "text", variants.stream().map(v -> v.channel()
                    .name())));
            statement.setArray(3, array(connection, "int4", variants.stream().map(v -> order.indexOf(v.channel()))));
            statement.setArray(4, array(connection, "text", variants.stream().map(VariantFor::personLocale)));
            statement.setArray(5, array(connection, "uuid", variants.stream().map(v -> v.variant()
                    .id())));
            statement.setArray(6, array(connection, "text", variants.stream().map(v -> v.variant()
                    .locale())));
            statement.setObject(7, batch.recordSetId);
            statement.setLong(8, from);
            statement.setLong(9, batch.policy.sharedContact() == BatchPolicy.SharedContact.HOLD ? to : from);
            statement.setObject(10, batch.recordSetId);
            statement.setLong(11, from);
            statement.setLong(12, to);
            statement.executeUpdate();
        }
        if (batch.policy.supplements()) {
            leaveOutEarlier(connection, earlierSets(connection, batch));
        }
        if (batch.sourceBatchId != null) {
            SourceList.keepOnly(connection, batch, from, to);
        }
        PlannedNotices.adopt(connection, batch.id, batch.incidentId, batch.recordSetId, clock.instant());
        PlanSuppressions.giveReasons(connection, batch.id);
    }

    /** Looks for each person by the index (LIMIT): the earlier sets may be far larger than this stretch. */
    private static void leaveOutEarlier(Connection connection, List<UUID> earlier) throws SQLException {
        String sql =
                """
                UPDATE planned SET exclusion = ?
                WHERE (SELECT true FROM affected_person e
                       WHERE e.record_set_id = ANY (?) AND e.customer_ref = planned.customer_ref LIMIT 1)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, IN_EARLIER_SET);
            statement.setArray(2, array(connection, "uuid", earlier.stream()));
            statement.executeUpdate();
        }
    }

    /** The sets of the incident that were sealed before the batch's own. */
    private static List<UUID> earlierSets(Connection connection, Batch batch) throws SQLException {
        String sql =
                """
                SELECT e.id FROM record_set e JOIN record_set own ON own.incident_id = e.incident_id
                WHERE own.id = ? AND e.status IN ('SEALED', 'PURGED') AND (e.sealed_at, e.id) < (own.sealed_at, own.id)
                """;
        List<UUID> earlier = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.recordSetId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    earlier.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return earlier;
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
