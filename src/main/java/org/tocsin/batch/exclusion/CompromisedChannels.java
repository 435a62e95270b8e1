package org.tocsin.batch.exclusion;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.batch.HoldReason;
import org.tocsin.channel.ChannelKind;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;

/** Ways to people that an incident has spoiled: kept out of plans made later, and a question to a person for lists made before. */
@ApplicationScoped
class CompromisedChannels {

    /**
     * A rule, and the batches that were held because their lists were made without it.
     *
     * @param held by their ids
     */
    record Added(CompromisedChannel rule, List<UUID> held) {}

    private final AgroalDataSource database;
    private final Incidents incidents;
    private final BatchControl control;
    private final EvidenceLog evidence;
    private final Clock clock;

    CompromisedChannels(
            AgroalDataSource database, Incidents incidents, BatchControl control, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.incidents = incidents;
        this.control = control;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Adds a rule; one transaction with its evidence and with the holds.
     *
     * @param domain normalised, or null for the whole channel
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such an incident, 409 when the same rule stands
     */
    @Transactional
    Added add(UUID incident, ChannelKind channel, String domain, String reason, String actor) {
        requireIncident(incident);
        List<Batch> made = lockLists(incident);
        // Behind the locks: it is later than the hold or the end of any batch that the rule cannot hold any more
        // (MissedHolds).
        CompromisedChannel rule =
                new CompromisedChannel(Ids.next(), incident, channel, domain, reason, actor, clock.instant());
        if (!withConnection(rule::insert)) {
            throw Problems.conflict("This rule stands already.");
        }
        List<UUID> held = hold(made);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("channel", channel.name());
        detail.put("domain", domain == null ? "all" : domain);
        detail.put("reason", reason);
        detail.put("batchesHeld", held.size());
        evidence.append(new Act(incident, actor, Action.CHANNEL_EXCLUDED, "compromised-channel:" + rule.id(), detail));
        return new Added(rule, held);
    }

    /** Ends a rule, for plans that are made later. */
    @Transactional
    void lift(UUID incident, UUID rule, String actor) {
        requireIncident(incident);
        if (!withConnection(
                connection -> CompromisedChannel.lift(connection, incident, rule, actor, clock.instant()))) {
            throw Problems.notFound("rule");
        }
        evidence.append(
                new Act(incident, actor, Action.CHANNEL_EXCLUSION_LIFTED, "compromised-channel:" + rule, Map.of()));
    }

    /** The rules of an incident that stand, oldest first. */
    @Transactional
    List<CompromisedChannel> list(UUID incident) {
        requireIncident(incident);
        return withConnection(connection -> CompromisedChannel.standing(connection, incident));
    }

    /**
     * Drafts, held and ended ones too: the lock waits for a submission, a resumption or a reopening that is under way, which has not
     * seen the rule. What comes later sees it.
     */
    private static List<Batch> lockLists(UUID incident) {
        List<Batch> made = Batch.list(
                "incidentId = ?1 and status in ?2 order by id",
                incident,
                List.of(
                        BatchStatus.DRAFT,
                        BatchStatus.SUBMITTED,
                        BatchStatus.APPROVED,
                        BatchStatus.DISPATCHING,
                        BatchStatus.PAUSED,
                        BatchStatus.HELD,
                        BatchStatus.COMPLETED));
        made.forEach(batch -> Batch.lock(batch.id));
        return made;
    }

    private List<UUID> hold(List<Batch> made) {
        List<UUID> held = new ArrayList<>();
        for (Batch batch : made) {
            if (batch.status == BatchStatus.HELD) {
                continue;
            }
            control.hold(batch.id, HoldReason.CHANNEL_COMPROMISED);
            if (HoldReason.CHANNEL_COMPROMISED.name().equals(batch.heldReason)) {
                held.add(batch.id);
            }
        }
        return held;
    }

    private void requireIncident(UUID incident) {
        if (incidents.reference(incident) == null) {
            throw Problems.notFound("incident");
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T withConnection(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("rules on compromised channels could not be read or written", e);
        }
    }
}
