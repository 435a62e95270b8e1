package org.tocsin.dispatch.progress;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.affected.RecordSetStatus;
import org.tocsin.affected.RecordSets;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.HoldReason;
import org.tocsin.batch.MissedHolds;
import org.tocsin.delivery.Gates;
import org.tocsin.delivery.Tally;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.delivery.feedback.LateFailures;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.Transactions;

/**
 * Takes up an ended batch again when a late failure has left something of it to do. A batch that has not ended, or was cancelled,
 * stays what it is: what was opened waits for it to go on, or is withdrawn. One that would have been held since, had it been under way,
 * is taken up as held.
 */
@ApplicationScoped
public class Reopening {

    /** Why somebody is not written to over their next channel: nobody knows their address any more. */
    private static final String RECORDS_PURGED = "RECORDS_PURGED";

    private final AgroalDataSource dispatchDatabase;
    private final AgroalDataSource database;
    private final RecordSets recordSets;
    private final BatchControl control;
    private final EvidenceLog evidence;
    private final Clock clock;

    Reopening(
            @DataSource("dispatch") AgroalDataSource dispatchDatabase,
            AgroalDataSource database,
            RecordSets recordSets,
            BatchControl control,
            EvidenceLog evidence,
            Clock clock) {
        this.dispatchDatabase = dispatchDatabase;
        this.database = database;
        this.recordSets = recordSets;
        this.control = control;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** The batches to look at. */
    public List<UUID> concerned() throws SQLException {
        return Transactions.run(dispatchDatabase, LateFailures::batches);
    }

    /** Looks at one batch, if it is this replica that gets its lock. */
    @Transactional
    public void look(UUID id) {
        Batch batch = Batch.lockIfFree(id).orElse(null);
        if (batch == null) {
            return;
        }
        Tally tally = take(batch);
        if (batch.status != BatchStatus.COMPLETED || tally.outstanding() == 0 && !tally.underWay()) {
            return;
        }
        Optional<HoldReason> missed = openGate(batch);
        batch.reopen();
        evidence.append(new Act(
                batch.incidentId,
                Act.SYSTEM,
                Action.BATCH_REOPENED,
                "batch:" + batch.id,
                Map.of("outstanding", tally.outstanding(), "unreached", tally.unreached())));
        missed.ifPresent(reason -> control.hold(batch.id, reason));
    }

    /** A pause that came too late for the end may have left the gate closed. */
    private Optional<HoldReason> openGate(Batch batch) {
        try (Connection connection = database.getConnection()) {
            Gates.open(connection, batch.id, Act.SYSTEM, clock.instant());
            return MissedHolds.sinceItEnded(connection, batch);
        } catch (SQLException e) {
            throw new IllegalStateException("an ended batch could not be taken up again", e);
        }
    }

    private Tally take(Batch batch) {
        try (Connection connection = database.getConnection()) {
            LateFailures.take(connection, batch.id);
            if (batch.status == BatchStatus.COMPLETED) {
                // Whoever was excluded after having been told is not owed a letter now.
                LaterExclusions.settleLeftovers(connection, batch.id, clock.instant());
                if (purged(batch)) {
                    LateFailures.giveUp(connection, batch.id, RECORDS_PURGED, clock.instant());
                }
            }
            return Tally.read(connection, batch.id);
        } catch (SQLException e) {
            throw new IllegalStateException("an ended batch could not be looked at", e);
        }
    }

    private boolean purged(Batch batch) {
        return recordSets
                .find(batch.recordSetId)
                .filter(set -> set.status() == RecordSetStatus.PURGED)
                .isPresent();
    }
}
