package org.tocsin.batch.planning;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.batch.PlanFigures;
import org.tocsin.batch.Withdrawals;
import org.tocsin.channel.ChannelKind;
import org.tocsin.compose.Composer;
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
    private final SuppressedContacts suppressed;
    private final ChunkPlan chunkPlan;
    private final PlanFigures planFigures;
    private final EvidenceLog evidence;
    private final Withdrawals withdrawals;

    BatchPlanner(
            @DataSource("bulk") AgroalDataSource database,
            Templates templates,
            Incidents incidents,
            Composer composer,
            SuppressedContacts suppressed,
            ChunkPlan chunkPlan,
            PlanFigures planFigures,
            EvidenceLog evidence,
            Withdrawals withdrawals) {
        this.database = database;
        this.templates = templates;
        this.incidents = incidents;
        this.composer = composer;
        this.suppressed = suppressed;
        this.chunkPlan = chunkPlan;
        this.planFigures = planFigures;
        this.evidence = evidence;
        this.withdrawals = withdrawals;
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
        if (batch.claimsFirst() && !everyoneLeftIsFree(batch.incidentId)) {
            return; // another replica is freeing them; the next look takes the batch up
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
        List<CompromisedChannel> rules =
                Transactions.run(database, connection -> CompromisedChannel.standing(connection, batch.incidentId));
        if (CompromisedPeople.readPeople(rules)) {
            QuarkusTransaction.requiringNew()
                    .run(() -> tellThatPeopleAreRead(batch, "rules on compromised mail domains"));
        }
        boolean readForSuppressions = suppressed.readPeople();
        if (readForSuppressions) {
            QuarkusTransaction.requiringNew().run(() -> tellThatPeopleAreRead(batch, "suppressed addresses"));
        }
        long last = Transactions.run(database, connection -> lastPosition(connection, batch.recordSetId));
        try (ChunksInOrder chunks = new ChunksInOrder(database)) {
            for (long planned = batch.plannedTo; planned < last; planned += CHUNK) {
                long from = planned;
                chunks.submit(
                        connection -> chunkPlan.plan(
                                connection,
                                batch,
                                variants,
                                rules,
                                readForSuppressions,
                                from / CHUNK,
                                from,
                                from + CHUNK),
                        connection -> advance(connection, id, from));
            }
            if (!chunks.await()) {
                return;
            }
        }
        QuarkusTransaction.requiringNew().timeout(LONG_SECONDS).run(() -> finish(id));
    }

    /**
     * Frees whom the incident's cancelled and rejected batches have left: a plan made right after one would leave them out, as told
     * already.
     */
    private boolean everyoneLeftIsFree(UUID incident) throws SQLException {
        if (!Transactions.run(database, connection -> Withdrawals.underWay(connection, incident))) {
            return true;
        }
        withdrawals.run();
        return !Transactions.run(database, connection -> Withdrawals.underWay(connection, incident));
    }

    /** Every read of personal data is in the evidence; this one, once for all people. */
    private void tellThatPeopleAreRead(Batch batch, String what) {
        evidence.append(new Act(
                batch.incidentId,
                batch.createdBy,
                Action.RECORD_SET_READ,
                "record-set:" + batch.recordSetId,
                Map.of("batch", batch.id.toString(), "for", what)));
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
}
