package org.tocsin.approval;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.access.Caller;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchSeal;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.FactsWatch;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.http.Problems;

/** The four-eyes rule: a second person signs exactly what was submitted. */
@ApplicationScoped
public class Approvals {

    private final BatchControl batches;
    private final BatchSeal seal;
    private final FactsWatch facts;
    private final ApprovalMac mac;
    private final EvidenceLog evidence;
    private final Clock clock;

    Approvals(
            BatchControl batches,
            BatchSeal seal,
            FactsWatch facts,
            ApprovalMac mac,
            EvidenceLog evidence,
            Clock clock) {
        this.batches = batches;
        this.seal = seal;
        this.facts = facts;
        this.mac = mac;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Takes a decision. The batch's row lock makes a race have one winner; whoever comes second finds it decided.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404, 403 for someone who made the batch what it is, 409 for
     *     another fingerprint, another status, or content that has changed since
     */
    @Transactional
    Batch decide(UUID id, String fingerprint, Decision decision, String comment, Caller caller) {
        String approver = caller.subject();
        Batch batch = Batch.lock(id).orElseThrow(() -> Problems.notFound("batch"));
        if (batch.status != BatchStatus.SUBMITTED) {
            throw Problems.conflict("The batch is " + batch.status + "; only a SUBMITTED one can be decided on.");
        }
        refuseOwnWork(batch, caller);
        if (!fingerprint.equals(batch.fingerprint)) {
            throw Problems.conflict("The fingerprint is not this batch's: look again at what you would approve.");
        }
        if (decision == Decision.APPROVE && (!seal.intact(batch) || facts.changed(batch))) {
            throw Problems.conflict("The content has changed since it was submitted.");
        }
        Approval approval = write(batch, decision, comment, approver);
        if (decision == Decision.APPROVE) {
            batches.approve(batch);
        } else {
            batches.reject(batch);
        }
        Map<String, Object> detail = new TreeMap<>(Map.of("fingerprint", approval.fingerprint));
        detail.put("comment", comment);
        evidence.append(new Act(
                batch.incidentId,
                approver,
                decision == Decision.APPROVE ? Action.BATCH_APPROVED : Action.BATCH_REJECTED,
                "batch:" + batch.id,
                detail));
        return batch;
    }

    /** Whether a batch, as it stands now, is what somebody approved: the one question that sending asks. */
    public boolean covers(Batch batch) {
        Approval approval = Approval.findById(batch.id);
        return approval != null
                && approval.decision == Decision.APPROVE
                && approval.fingerprint.equals(batch.fingerprint)
                && mac.holds(approval)
                && seal.intact(batch);
    }

    private static void refuseOwnWork(Batch batch, Caller caller) {
        Set<String> makers = new HashSet<>(Arrays.asList(
                batch.createdBy, batch.submittedBy, batch.templateAuthor, batch.uploader, batch.factsEditor));
        if (makers.contains(caller.subject())) {
            throw Problems.forbidden(
                    "A second person decides: not the batch's author or submitter, the template's author, the uploader of"
                            + " the records or the last editor of the facts.");
        }
        if (caller.sponsors().stream().anyMatch(makers::contains)) {
            throw Problems.forbidden("A second person decides: somebody who made the batch what it is also made this"
                    + " account or set its password.");
        }
    }

    private Approval write(Batch batch, Decision decision, String comment, String approver) {
        Approval approval = new Approval();
        approval.batchId = batch.id;
        approval.fingerprint = batch.fingerprint;
        approval.decision = decision;
        approval.comment = comment;
        approval.approver = approver;
        approval.author = batch.createdBy;
        approval.submitter = batch.submittedBy;
        approval.templateAuthor = batch.templateAuthor;
        approval.uploader = batch.uploader;
        approval.factsEditor = batch.factsEditor;
        approval.decidedAt = clock.instant();
        approval.mac = mac.of(approval);
        approval.persist();
        return approval;
    }
}
