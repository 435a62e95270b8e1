package org.tocsin.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.tocsin.affected.RecordSets;
import org.tocsin.delivery.BatchDeliveries;
import org.tocsin.template.Templates;

/** Recomputes a batch's fingerprint from what stands in the database now. */
@ApplicationScoped
public class BatchSeal {

    private final RecordSets recordSets;
    private final Templates templates;

    BatchSeal(RecordSets recordSets, Templates templates) {
        this.recordSets = recordSets;
        this.templates = templates;
    }

    /** Whether everything that the fingerprint covers, but for the list's rows themselves, is still as it was submitted. */
    public boolean intact(Batch batch) {
        return recordSets
                .find(batch.recordSetId)
                .flatMap(recordSet -> templates
                        .find(batch.templateId)
                        .map(template -> Fingerprint.of(batch, recordSet.sealDigest(), template)))
                .filter(fingerprint -> fingerprint.equals(batch.fingerprint))
                .isPresent();
    }

    /** Whether the planned list, row by row, is still as it was submitted. To be asked before the first row moves. */
    public boolean listIntact(Connection connection, Batch batch) throws SQLException {
        return BatchDeliveries.listDigest(connection, batch.id).equals(batch.listDigest);
    }
}
