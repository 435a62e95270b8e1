package org.tocsin.affected.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.tocsin.affected.PersonEnvelope;
import org.tocsin.contact.ContactDigests;

/** Reads, checks, encrypts and stores an upload record by record. */
@ApplicationScoped
class UploadReading {

    private final ContactDigests digests;
    private final Clock clock;

    UploadReading(ContactDigests digests, Clock clock) {
        this.digests = digests;
        this.clock = clock;
    }

    /**
     * Reads a body to its end into the set's rows.
     *
     * @throws UploadRefused when it cannot be read, is not the body that its sender meant, or holds nobody
     * @throws IOException when it broke off
     */
    ReadUpload read(
            Connection connection, UUID recordSetId, PersonEnvelope envelope, UploadFormat format, UploadBody body)
            throws IOException, SQLException {
        ChunkMerge merge = new ChunkMerge(connection, recordSetId);
        merge.begin();
        RecordReader reader = format.reader(body.records());
        RecordCheck check = new RecordCheck(LocalDate.now(clock));
        try (BackgroundMerge background = new BackgroundMerge(merge)) {
            Chunk chunk = new Chunk(recordSetId, envelope, digests);
            for (RawRecord raw = reader.next(); raw != null; raw = reader.next()) {
                chunk.add(check.check(raw));
                if (chunk.isFull()) {
                    background.submit(chunk);
                    chunk = new Chunk(recordSetId, envelope, digests);
                }
            }
            body.finish();
            if (!chunk.isEmpty()) {
                background.submit(chunk);
            }
            background.await();
        }
        merge.contacts().finish();
        if (merge.accepted() == 0) {
            throw new UploadRefused(
                    UploadRefused.UNPROCESSABLE, "Not one record could be accepted; see the record set's rejects.");
        }
        return new ReadUpload(
                reader.attributes(), merge.digest(), merge.sealDigest().finish(), merge.contacts());
    }
}
