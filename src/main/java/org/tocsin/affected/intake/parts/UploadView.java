package org.tocsin.affected.intake.parts;

import java.time.Instant;
import java.util.UUID;

/**
 * An upload in parts as its uploader sees it.
 *
 * @param name of the record set
 * @param length of the whole in bytes
 * @param received how many of them are there
 * @param failure why it could not be read, or null
 * @param recordSetId the set that it became, or that failed; null before
 * @param expiresAt when it is removed
 */
record UploadView(
        UUID id,
        UUID incidentId,
        String name,
        UploadStatus status,
        long length,
        long received,
        String failure,
        UUID recordSetId,
        Instant expiresAt) {

    static UploadView of(PartedUpload upload) {
        return new UploadView(
                upload.id(),
                upload.incidentId(),
                upload.name(),
                upload.status(),
                upload.length(),
                upload.received(),
                upload.failure(),
                upload.recordSetId(),
                upload.expiresAt());
    }
}
