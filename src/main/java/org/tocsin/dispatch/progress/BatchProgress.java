package org.tocsin.dispatch.progress;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.HoldReason;
import org.tocsin.delivery.Release;
import org.tocsin.delivery.Tally;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;

/** Moves approved batches on: has them started, releases people, holds by the batch's own rules, completes. */
@ApplicationScoped
public class BatchProgress {

    /** Positions released per transaction. */
    private static final int CHUNK = 20_000;

    private final AgroalDataSource database;
    private final BatchStart start;
    private final BatchControl control;
    private final Canary canary;
    private final EvidenceLog evidence;
    private final Clock clock;

    BatchProgress(
            AgroalDataSource database,
            BatchStart start,
            BatchControl control,
            Canary canary,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.start = start;
        this.control = control;
        this.canary = canary;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Takes one batch one step further, if it is this replica that gets its lock.
     *
     * @return whether the step was its start, so that it has people to release at once
     */
    @Transactional
    @TransactionConfiguration(timeout = 600) // the list of a million people is digested in it
    public boolean step(UUID id) {
        Batch batch = Batch.lockIfFree(id).orElse(null);
        if (batch == null) {
            return false;
        }
        if (batch.status == BatchStatus.APPROVED) {
            start.start(batch);
            return batch.status == BatchStatus.DISPATCHING;
        }
        if (batch.status == BatchStatus.DISPATCHING) {
            advance(batch);
        }
        return false;
    }

    /** Batches whose approval was not used in its time, those that wait for a person among them. */
    @Transactional
    public List<UUID> lapsed() {
        List<Batch> notStarted = Batch.list(
                "status in ?1 and approvedAt is not null and startedAt is null",
                List.of(BatchStatus.APPROVED, BatchStatus.PAUSED, BatchStatus.HELD));
        return notStarted.stream()
                .filter(batch -> batch.approvalLapsed(clock.instant()))
                .map(batch -> batch.id)
                .toList();
    }

    private void advance(Batch batch) {
        settleExclusions(batch);
        Tally tally = tally(batch);
        if (FailureThreshold.passed(batch, tally)) {
            control.hold(batch.id, HoldReason.FAILURES);
            return;
        }
        if (tally.outstanding() == 0 && !tally.underWay()) {
            complete(batch, tally);
            return;
        }
        long last = canary.lastToRelease(batch, tally);
        if (batch.releasedTo < last) {
            release(batch, Math.min(last, batch.releasedTo + CHUNK));
        } else if (canary.out(batch, tally)) {
            control.hold(batch.id, HoldReason.CANARY);
        }
    }

    private void settleExclusions(Batch batch) {
        try (Connection connection = database.getConnection()) {
            LaterExclusions.settleLeftovers(connection, batch.id, clock.instant());
        } catch (SQLException e) {
            throw new IllegalStateException("excluded people could not be taken off the list", e);
        }
    }

    private void release(Batch batch, long to) {
        try (Connection connection = database.getConnection()) {
            Release.stretch(
                    connection,
                    batch.id,
                    batch.releasedTo + 1,
                    to + 1,
                    batch.policy.horizon(),
                    batch.policy.channels().confirmWithin(),
                    clock.instant());
        } catch (SQLException e) {
            throw new IllegalStateException("people could not be released", e);
        }
        batch.releasedTo = to;
    }

    private void complete(Batch batch, Tally tally) {
        batch.complete(clock.instant());
        evidence.append(new Act(
                batch.incidentId,
                Act.SYSTEM,
                Action.BATCH_COMPLETED,
                "batch:" + batch.id,
                Map.of(
                        "people", tally.people(),
                        "reachedConfirmed", tally.reachedConfirmed(),
                        "reachedUnconfirmed", tally.reachedUnconfirmed(),
                        "unreached", tally.unreached(),
                        "excluded", tally.excluded(),
                        "withdrawn", tally.withdrawn())));
    }

    private Tally tally(Batch batch) {
        try (Connection connection = database.getConnection()) {
            return Tally.read(connection, batch.id);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be counted", e);
        }
    }
}
