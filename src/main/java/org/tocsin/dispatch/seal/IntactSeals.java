package org.tocsin.dispatch.seal;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.approval.Approvals;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.BatchSeal;
import org.tocsin.batch.BatchStatus;
import org.tocsin.batch.HoldReason;
import org.tocsin.platform.database.Transactions;
import org.tocsin.template.Templates;

/**
 * Batches that are being sent and are what was approved. Asked before every claim: the seal is computed anew as soon as any row
 * that it covers is another version than when it was last found intact.
 */
@ApplicationScoped
public class IntactSeals {

    /** @param versions of the rows that were checked; see {@link SealedRows} */
    private record Checked(String versions, BatchInHand inHand) {}

    private final AgroalDataSource database;
    private final Approvals approvals;
    private final BatchSeal seal;
    private final BatchControl control;
    private final ApprovedChannels channels;
    private final Templates templates;
    private final Map<UUID, Checked> checked = new ConcurrentHashMap<>();

    IntactSeals(
            @DataSource("dispatch") AgroalDataSource database,
            Approvals approvals,
            BatchSeal seal,
            BatchControl control,
            ApprovedChannels channels,
            Templates templates) {
        this.database = database;
        this.approvals = approvals;
        this.seal = seal;
        this.control = control;
        this.channels = channels;
        this.templates = templates;
    }

    /** The batch with what its messages are made of; empty when it is not to be sent. One with a broken seal is held. */
    public Optional<BatchInHand> find(UUID batchId) throws SQLException {
        // Before the rows are read: what is written in between is another version, and is looked at the next time.
        Optional<String> versions = Transactions.run(database, connection -> SealedRows.versions(connection, batchId));
        Checked known = checked.get(batchId);
        if (known != null && versions.filter(known.versions()::equals).isPresent()) {
            return Optional.of(known.inHand());
        }
        Optional<BatchInHand> found = QuarkusTransaction.requiringNew().call(() -> check(batchId));
        if (found.isPresent() && versions.isPresent()) {
            checked.put(batchId, new Checked(versions.get(), found.get()));
        } else {
            checked.remove(batchId);
        }
        return found;
    }

    private Optional<BatchInHand> check(UUID batchId) {
        Batch batch = Batch.findById(batchId);
        if (batch.status != BatchStatus.DISPATCHING) {
            return Optional.empty();
        }
        if (!approvals.covers(batch) || !seal.started(batch)) {
            control.hold(batchId, HoldReason.SEAL_BROKEN);
            return Optional.empty();
        }
        if (!channels.standFor(batch)) {
            control.hold(batchId, HoldReason.CHANNEL_CHANGED);
            return Optional.empty();
        }
        return contentOf(batch);
    }

    /** What the batch's messages are made of, whatever has become of the batch: for finding out about those that left. */
    public Optional<BatchInHand> contentOf(Batch batch) {
        return templates.find(batch.templateId).map(template -> BatchInHand.of(batch, template));
    }
}
