package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.tocsin.channel.ChannelKind;
import org.tocsin.compose.Composer;
import org.tocsin.delivery.PlanSuppressions;
import org.tocsin.delivery.PlannedNotices;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.database.Transactions;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;
import org.tocsin.template.Variant;
import org.tocsin.template.VariantChoice;

/**
 * Plans who gets what over which channel, by the set and in chunks: each chunk is a short transaction, and a plan that a crash
 * cut off goes on behind its last one.
 */
@ApplicationScoped
class BatchPlanner {

    /** People per transaction: large enough for set-based work, small enough to hold nothing up. */
    private static final int CHUNK = 50_000;

    /** The last step counts a whole batch, which may take longer than Quarkus's minute. */
    private static final int LONG_SECONDS = 600;

    private final AgroalDataSource database;
    private final Templates templates;
    private final Incidents incidents;
    private final Composer composer;
    private final SuppressedContacts suppressedContacts;
    private final PlanFigures planFigures;
    private final EvidenceLog evidence;
    private final Clock clock;

    BatchPlanner(
            @DataSource("bulk") AgroalDataSource database,
            Templates templates,
            Incidents incidents,
            Composer composer,
            SuppressedContacts suppressedContacts,
            PlanFigures planFigures,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.templates = templates;
        this.incidents = incidents;
        this.composer = composer;
        this.suppressedContacts = suppressedContacts;
        this.planFigures = planFigures;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** Plans one batch to its end; returns at once when another replica is at it. */
    void plan(UUID id) throws SQLException {
        try (Connection lock = database.getConnection()) {
            if (!PlanningLock.tryTake(lock, id)) {
                return;
            }
            try {
                planLocked(id);
            } finally {
                PlanningLock.release(lock, id);
            }
        }
    }

    private void planLocked(UUID id) throws SQLException {
        Batch batch = QuarkusTransaction.requiringNew().call(() -> Batch.findById(id));
        if (batch.status != BatchStatus.PLANNING) {
            return;
        }
        TemplateVersion template = templates.find(batch.templateId).orElseThrow();
        IncidentFacts facts = incidents.snapshot(batch.incidentId).orElseThrow().facts();
        List<VariantFor> variants =
                Transactions.run(database, connection -> chooseVariants(connection, batch, template));
        Set<String> missing = missingLanguages(variants, facts);
        if (!missing.isEmpty()) {
            fail(id, "The incident has no facts in: " + String.join(", ", missing));
            return;
        }
        long last = Transactions.run(database, connection -> lastPosition(connection, batch.recordSetId));
        for (long planned = batch.plannedTo; planned < last; planned += CHUNK) {
            long from = planned;
            if (!Transactions.run(database, connection -> planChunk(connection, batch, variants, from))) {
                return;
            }
        }
        QuarkusTransaction.requiringNew().timeout(LONG_SECONDS).run(() -> finish(id));
    }

    private static long lastPosition(Connection connection, UUID recordSet) throws SQLException {
        String sql = "SELECT coalesce(max(position), 0) FROM affected_person WHERE record_set_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSet);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void fail(UUID id, String why) {
        QuarkusTransaction.requiringNew().run(() -> Batch.lock(id)
                .filter(batch -> batch.status == BatchStatus.PLANNING)
                .ifPresent(batch -> {
                    batch.become(BatchStatus.FAILED);
                    batch.failure = why;
                }));
    }

    /** The variant that people of one language get over one channel. */
    private record VariantFor(ChannelKind channel, String personLocale, Variant variant) {}

    private static List<VariantFor> chooseVariants(Connection connection, Batch batch, TemplateVersion template)
            throws SQLException {
        List<VariantFor> chosen = new ArrayList<>();
        String sql = "SELECT DISTINCT coalesce(locale, '') FROM affected_person WHERE record_set_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.recordSetId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String locale = rows.getString(1);
                    for (ChannelKind channel : batch.policy.channels().order()) {
                        Variant variant = VariantChoice.choose(template, channel, locale.isEmpty() ? null : locale)
                                .orElseThrow();
                        chosen.add(new VariantFor(channel, locale, variant));
                    }
                }
            }
        }
        return chosen;
    }

    private Set<String> missingLanguages(List<VariantFor> variants, IncidentFacts facts) {
        Set<String> missing = new TreeSet<>();
        for (VariantFor chosen : variants) {
            if (!composer.hasLanguage(facts, chosen.variant().locale())) {
                missing.add(chosen.variant().locale());
            }
        }
        return missing;
    }

    private boolean planChunk(Connection connection, Batch batch, List<VariantFor> variants, long from)
            throws SQLException {
        if (!advance(connection, batch.id, from)) {
            return false;
        }
        PlannedNotices.prepare(connection);
        suppressedContacts.name(connection, batch.recordSetId, from, from + CHUNK);
        // One row per person and channel. The rank counts a person's usable channels in the batch's order; in mode ALL
        // every
        // one of them is the first.
        String sql =
                """
                INSERT INTO planned (position, customer_ref, locale, country, channel, rank, variant_id)
                SELECT position, customer_ref, CASE WHEN usable THEN variant_locale END, country, channel,
                       CASE WHEN NOT usable THEN NULL
                            WHEN ? THEN 1
                            ELSE count(*) FILTER (WHERE usable) OVER (PARTITION BY position ORDER BY place) END,
                       CASE WHEN usable THEN variant_id END
                FROM (SELECT p.position, p.customer_ref, p.country, v.channel, v.place, v.variant_id, v.variant_locale,
                             CASE v.channel WHEN 'EMAIL' THEN p.email_digest IS NOT NULL
                                            ELSE p.phone_digest IS NOT NULL END
                                 AND s.position IS NULL AS usable
                      FROM affected_person p
                      JOIN unnest(?::text[], ?::int[], ?::text[], ?::uuid[], ?::text[])
                           AS v (channel, place, locale, variant_id, variant_locale)
                        ON v.locale = coalesce(p.locale, '')
                      LEFT JOIN suppressed_contact s ON s.position = p.position AND s.channel = v.channel
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
            statement.setLong(9, from + CHUNK);
            statement.executeUpdate();
        }
        PlannedNotices.adopt(connection, batch.id, batch.incidentId, batch.recordSetId, clock.instant());
        PlanSuppressions.giveReason(connection, batch.id);
        return true;
    }

    /** Takes the chunk on: false when the batch is no longer being planned, or somebody else has planned it. */
    private static boolean advance(Connection connection, UUID id, long from) throws SQLException {
        String sql = "UPDATE batch SET planned_to = ? WHERE id = ? AND planned_to = ? AND status = 'PLANNING'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from + CHUNK);
            statement.setObject(2, id);
            statement.setLong(3, from);
            return statement.executeUpdate() == 1;
        }
    }

    private void finish(UUID id) {
        Batch batch = Batch.lock(id).orElseThrow();
        if (batch.status != BatchStatus.PLANNING) {
            return;
        }
        planFigures.refresh(batch);
        batch.become(BatchStatus.DRAFT);
        evidence.append(new Act(
                batch.incidentId,
                batch.createdBy,
                Action.BATCH_PLANNED,
                "batch:" + batch.id,
                Map.of(
                        "people",
                        batch.people,
                        "recordSet",
                        batch.recordSetId.toString(),
                        "template",
                        batch.templateId.toString())));
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
