package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockTimeoutException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Gates;
import org.tocsin.delivery.Tally;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.http.Problems;

/** Stops a batch and lets it go on: each call one transaction with gate, status and evidence. */
@ApplicationScoped
public class BatchControl {

    private final AgroalDataSource database;
    private final Incidents incidents;
    private final EvidenceLog evidence;
    private final Event<BatchApproved> approved;
    private final Clock clock;

    BatchControl(
            AgroalDataSource database,
            Incidents incidents,
            EvidenceLog evidence,
            Event<BatchApproved> approved,
            Clock clock) {
        this.database = database;
        this.incidents = incidents;
        this.evidence = evidence;
        this.approved = approved;
        this.clock = clock;
    }

    /** Stops a batch that is approved or under way, by a person's word. */
    @Transactional
    public Batch pause(UUID id, String actor, String reason) {
        closeAtOnce(id, BatchStatus.PAUSED, actor);
        Batch batch = require(id);
        refuseUnless(batch, BatchStatus.PAUSED);
        batch.resumeTo = batch.status;
        batch.become(BatchStatus.PAUSED);
        keepClosed(batch, actor);
        record(batch, actor, Action.BATCH_PAUSED, reason);
        return batch;
    }

    /**
     * Lets a paused or held batch go on from where it was stopped, unless a correction of it stands. When something else has happened
     * meanwhile that holds a batch, it is held for that, and takes another resumption.
     */
    @Transactional
    public Batch resume(UUID id, String actor, String reason) {
        Batch batch = require(id);
        if (batch.status != BatchStatus.PAUSED && batch.status != BatchStatus.HELD) {
            throw Problems.conflict("The batch is " + batch.status + "; only a PAUSED or HELD one can be resumed.");
        }
        withConnection(connection -> Corrections.standing(connection, batch).ifPresent(correction -> {
            throw Problems.conflict(
                    "Batch " + correction + " corrects this one's text, which is not sent any more; this batch"
                            + " can only be cancelled, unless that correction is rejected, or cancelled before it is started.");
        }));
        if (batch.heldReason != null) {
            HoldReason.valueOf(batch.heldReason).whyItCannotGoOn().ifPresent(why -> {
                throw Problems.conflict(why);
            });
        }
        batch.canaryPassed |= HoldReason.CANARY.name().equals(batch.heldReason);
        if (HoldReason.FAILURES.name().equals(batch.heldReason)
                || HoldReason.POLICY_REFUSALS.name().equals(batch.heldReason)) {
            withConnection(connection ->
                    batch.failuresSeen = Tally.read(connection, id).deliveries(DeliveryState.FAILED));
        }
        if (HoldReason.FACTS_CHANGED.name().equals(batch.heldReason)) {
            batch.factsVersion =
                    incidents.snapshot(batch.incidentId).orElseThrow().factsVersion();
        }
        Optional<HoldReason> missed = missedMeanwhile(batch);
        batch.become(batch.resumeTo);
        batch.resumeTo = null;
        batch.heldReason = null;
        withConnection(connection -> Gates.open(connection, id, actor, clock.instant()));
        record(batch, actor, Action.BATCH_RESUMED, reason);
        missed.ifPresent(other -> hold(id, other));
        return batch;
    }

    private Optional<HoldReason> missedMeanwhile(Batch batch) {
        try (Connection connection = database.getConnection()) {
            return MissedHolds.sinceItWasStopped(connection, batch);
        } catch (SQLException e) {
            throw new IllegalStateException("what has happened since the batch was stopped could not be read", e);
        }
    }

    /** Stops a batch because a rule says so. Does nothing when it cannot be held any more. */
    @Transactional
    public void hold(UUID id, HoldReason reason) {
        Batch batch = require(id);
        if (!batch.status.mayBecome(BatchStatus.HELD)) {
            return;
        }
        batch.resumeTo = batch.status == BatchStatus.PAUSED ? batch.resumeTo : batch.status;
        batch.become(BatchStatus.HELD);
        batch.heldReason = reason.name();
        withConnection(connection -> Gates.close(connection, id, reason.name(), Act.SYSTEM, clock.instant()));
        record(batch, Act.SYSTEM, Action.BATCH_HELD, reason.name());
    }

    /**
     * The same, but waits only a second for whoever is at the batch: long enough to come in between the steps of a longer work.
     *
     * @throws LockTimeoutException when that was not enough
     */
    @Transactional
    public void holdSoon(UUID id, HoldReason reason) {
        Batch.getEntityManager()
                .createNativeQuery("SET LOCAL lock_timeout = '1s'")
                .executeUpdate();
        hold(id, reason);
    }

    /** Holds a batch whose approval was not used in its time, whatever else stops it. Does nothing once it was started. */
    @Transactional
    public void lapse(UUID id) {
        Batch batch = require(id);
        if (!batch.approvalLapsed(clock.instant())) {
            return;
        }
        if (batch.status != BatchStatus.HELD) {
            batch.become(BatchStatus.HELD);
        }
        batch.heldReason = HoldReason.APPROVAL_LAPSED.name();
        withConnection(connection ->
                Gates.close(connection, id, HoldReason.APPROVAL_LAPSED.name(), Act.SYSTEM, clock.instant()));
        record(batch, Act.SYSTEM, Action.BATCH_HELD, HoldReason.APPROVAL_LAPSED.name());
    }

    /**
     * Ends a batch: nothing of it is sent from now on. Whoever has not been served yet is withdrawn soon after, by
     * {@link Withdrawals}.
     */
    @Transactional
    public Batch cancel(UUID id, String actor, String reason) {
        closeAtOnce(id, BatchStatus.CANCELLED, actor);
        Batch batch = require(id);
        refuseUnless(batch, BatchStatus.CANCELLED);
        batch.become(BatchStatus.CANCELLED);
        batch.heldReason = null;
        batch.resumeTo = null;
        keepClosed(batch, actor);
        record(batch, actor, Action.BATCH_CANCELLED, reason);
        return batch;
    }

    /** Takes in a second person's yes to a locked batch, in that person's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void approve(Batch batch) {
        batch.become(BatchStatus.APPROVED);
        batch.approvedAt = clock.instant();
        withConnection(connection -> Gates.open(connection, batch.id, Act.SYSTEM, clock.instant()));
        approved.fire(new BatchApproved(batch.id));
    }

    /** Takes in a second person's no to a locked batch, in that person's transaction; its people are freed by {@link Withdrawals}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void reject(Batch batch) {
        batch.become(BatchStatus.REJECTED);
    }

    /**
     * Closes the gate in a transaction of its own: the batch's row may be locked for a while, by its start or a release, and the
     * stop must be seen at once. Should the rest of the call fail, the stop stands, and the call is to be repeated.
     */
    private void closeAtOnce(UUID id, BatchStatus next, String actor) {
        refuseUnless(Batch.<Batch>findByIdOptional(id).orElseThrow(() -> Problems.notFound("batch")), next);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        withConnection(connection -> Gates.close(connection, id, next.name(), actor, clock.instant())));
    }

    /** Closes the gate once more, under the batch's lock: somebody who had it before may have opened the gate since. */
    private void keepClosed(Batch batch, String actor) {
        withConnection(connection -> Gates.close(connection, batch.id, batch.status.name(), actor, clock.instant()));
    }

    private static Batch require(UUID id) {
        return Batch.lock(id).orElseThrow(() -> Problems.notFound("batch"));
    }

    private static void refuseUnless(Batch batch, BatchStatus next) {
        if (!batch.status.mayBecome(next)) {
            throw Problems.conflict("The batch is " + batch.status + " and cannot become " + next + ".");
        }
    }

    private void record(Batch batch, String actor, Action action, String reason) {
        Map<String, Object> detail = new TreeMap<>();
        detail.put("reason", reason);
        detail.put("status", batch.status.name());
        evidence.append(new Act(batch.incidentId, actor, action, "batch:" + batch.id, detail));
    }

    @FunctionalInterface
    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void withConnection(Work work) {
        try (Connection connection = database.getConnection()) {
            work.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be stopped or released", e);
        }
    }
}
