package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.tocsin.affected.RecordSet;
import org.tocsin.affected.RecordSets;
import org.tocsin.delivery.FirstNotices;
import org.tocsin.delivery.ListDigest;
import org.tocsin.delivery.exclusion.PlanExclusions;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.IncidentSnapshot;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.http.Problems;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;

/** Seals a draft: claims its people, copies what may still change elsewhere, and puts everything under one fingerprint. */
@ApplicationScoped
class Submission {

    private final AgroalDataSource database;
    private final RecordSets recordSets;
    private final Templates templates;
    private final Incidents incidents;
    private final PlanFigures planFigures;
    private final EvidenceLog evidence;
    private final Clock clock;

    Submission(
            AgroalDataSource database,
            RecordSets recordSets,
            Templates templates,
            Incidents incidents,
            PlanFigures planFigures,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.recordSets = recordSets;
        this.templates = templates;
        this.incidents = incidents;
        this.planFigures = planFigures;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** Submits a locked DRAFT, in the caller's transaction. */
    void submit(Batch batch, String submitter) {
        RecordSet recordSet = recordSets.find(batch.recordSetId).orElseThrow();
        TemplateVersion template = templates.find(batch.templateId).orElseThrow();
        IncidentSnapshot incident = incidents.snapshot(batch.incidentId).orElseThrow();
        claimPeople(batch);
        planFigures.refresh(batch);
        batch.submittedBy = submitter;
        batch.submittedAt = clock.instant();
        batch.templateAuthor = template.author();
        batch.uploader = recordSet.uploader();
        batch.factsEditor = incident.factsEditor();
        batch.facts = incident.facts();
        batch.factsVersion = incident.factsVersion();
        batch.listDigest = listDigest(batch);
        batch.fingerprint = Fingerprint.of(batch, recordSet.sealDigest(), template);
        batch.become(BatchStatus.SUBMITTED);
        evidence.append(new Act(
                batch.incidentId, submitter, Action.BATCH_SUBMITTED, "batch:" + batch.id, whatIsSubmitted(batch)));
    }

    private static Map<String, Object> whatIsSubmitted(Batch batch) {
        Map<String, Object> detail = new TreeMap<>(
                Map.of("fingerprint", batch.fingerprint, "people", batch.people, "listDigest", batch.listDigest));
        if (batch.policy.overridesOptOuts()) {
            detail.put("overrideOptOut", batch.policy.overrideOptOut().reason());
            detail.put("optOutsOverridden", batch.plan.optOutsOverridden());
        }
        return detail;
    }

    private void claimPeople(Batch batch) {
        try (Connection connection = database.getConnection()) {
            if (CompromisedChannel.changedSince(connection, batch.incidentId, batch.createdAt)) {
                throw Problems.conflict("The incident's rules on compromised channels have changed since this batch was"
                        + " planned; plan it again.");
            }
            if (batch.sourceBatchId != null) {
                SourceList.requireStillRight(connection, batch);
            }
            PlanExclusions.apply(connection, batch.id, clock.instant());
            if (!batch.claimsFirst()) {
                return;
            }
            if (Withdrawals.underWay(connection, batch.incidentId)) {
                throw Problems.conflict("People of a cancelled or rejected batch of this incident are still being"
                        + " withdrawn; submit again in a moment.");
            }
            if (FirstNotices.anyLeftOutForNothing(connection, batch.id)) {
                throw Problems.conflict(
                        "People were left out of this plan for a batch that has been cancelled or rejected"
                                + " since; plan it again.");
            }
            FirstNotices.claim(connection, batch.id);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch's people could not be claimed", e);
        }
    }

    private String listDigest(Batch batch) {
        try (Connection connection = database.getConnection()) {
            return ListDigest.of(connection, batch.id);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch's list could not be digested", e);
        }
    }
}
