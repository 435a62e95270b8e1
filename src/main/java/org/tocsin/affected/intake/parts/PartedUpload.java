package org.tocsin.affected.intake.parts;

import java.time.Instant;
import java.util.UUID;
import org.tocsin.affected.intake.UploadCoding;
import org.tocsin.affected.intake.UploadFormat;

/**
 * An upload that comes in parts.
 *
 * @param name of the record set, as its uploader calls it
 * @param metadata the Upload-Metadata header as it came
 * @param length of the whole in bytes
 * @param received how many bytes are there, from the first on without a gap
 * @param failure why it failed, without a word of what it said; or null
 * @param recordSetId the set that it became or that failed, or null
 * @param wrappedDataKey what its blocks are encrypted with; null when it has ended
 * @param tries readings that the service itself could not bring to an end
 */
record PartedUpload(
        UUID id,
        UUID incidentId,
        String name,
        UploadFormat format,
        UploadCoding coding,
        String metadata,
        String uploader,
        long length,
        long received,
        UploadStatus status,
        String failure,
        UUID recordSetId,
        byte[] wrappedDataKey,
        int tries,
        Instant createdAt,
        Instant expiresAt) {

    /** Whether its time is over; what is complete and not read yet has none. */
    boolean hasExpired(Instant now) {
        return status != UploadStatus.COMPLETE && !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "PartedUpload[" + id + "]";
    }
}
