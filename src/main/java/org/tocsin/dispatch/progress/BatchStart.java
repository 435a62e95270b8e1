package org.tocsin.dispatch.progress;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.tocsin.approval.Approvals;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchSeal;
import org.tocsin.batch.FactsWatch;
import org.tocsin.batch.HoldReason;
import org.tocsin.dispatch.seal.ApprovedChannels;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;

/** Starts an approved batch, if it still is what was approved; else holds it and says why. */
@ApplicationScoped
class BatchStart {

    private final AgroalDataSource database;
    private final Approvals approvals;
    private final BatchSeal seal;
    private final BatchControl control;
    private final FactsWatch facts;
    private final ApprovedChannels channels;
    private final EvidenceLog evidence;
    private final Clock clock;

    BatchStart(
            AgroalDataSource database,
            Approvals approvals,
            BatchSeal seal,
            BatchControl control,
            FactsWatch facts,
            ApprovedChannels channels,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.approvals = approvals;
        this.seal = seal;
        this.control = control;
        this.facts = facts;
        this.channels = channels;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** @param batch APPROVED, and locked by the transaction of the caller */
    void start(Batch batch) {
        Instant startAt = batch.policy.startAt();
        if (startAt != null && clock.instant().isBefore(startAt)) {
            return;
        }
        if (batch.approvalLapsed(clock.instant())) {
            control.lapse(batch.id);
        } else if (!approvals.covers(batch) || !listIntact(batch)) {
            control.hold(batch.id, HoldReason.SEAL_BROKEN);
        } else if (!channels.standFor(batch)) {
            control.hold(batch.id, HoldReason.CHANNEL_CHANGED);
        } else if (facts.changed(batch)) { // last: it keeps the facts as they are until the commit
            control.hold(batch.id, HoldReason.FACTS_CHANGED);
        } else {
            batch.startDispatching(clock.instant());
            seal.markStarted(batch);
            evidence.append(new Act(
                    batch.incidentId,
                    Act.SYSTEM,
                    Action.BATCH_RELEASED,
                    "batch:" + batch.id,
                    Map.of("fingerprint", batch.fingerprint)));
        }
    }

    private boolean listIntact(Batch batch) {
        try (Connection connection = database.getConnection()) {
            return seal.listIntact(connection, batch);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch's list could not be digested", e);
        }
    }
}
