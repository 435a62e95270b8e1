package org.tocsin.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import org.tocsin.affected.RecordSets;
import org.tocsin.delivery.ListDigest;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.template.Templates;

/** Recomputes a batch's fingerprint from what stands in the database now. */
@ApplicationScoped
public class BatchSeal {

    private final KeyRing keys;
    private final RecordSets recordSets;
    private final Templates templates;

    BatchSeal(KeyRing keys, RecordSets recordSets, Templates templates) {
        this.keys = keys;
        this.recordSets = recordSets;
        this.templates = templates;
    }

    /** Notes that the list was found intact and sending has begun, so that rows alone cannot make a batch one that is sent. */
    public void markStarted(Batch batch) {
        batch.startedMac = startedMac(batch);
    }

    /** Whether {@link #markStarted} was called for exactly this content. */
    public boolean started(Batch batch) {
        return batch.startedMac != null && MessageDigest.isEqual(batch.startedMac, startedMac(batch));
    }

    private byte[] startedMac(Batch batch) {
        return keys.mac(
                KeyPurpose.SEAL,
                "batch-started",
                batch.id.toString().getBytes(StandardCharsets.UTF_8),
                batch.fingerprint.getBytes(StandardCharsets.UTF_8));
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
        return ListDigest.of(connection, batch.id).equals(batch.listDigest);
    }
}
