package org.tocsin.affected.intake;

import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.platform.http.IdempotencyKey;

/**
 * Somebody uploads records.
 *
 * @param name of the set, as its uploader calls it
 * @param coding how the body is packed
 * @param uploader the caller's subject
 * @param key under which the first answer is given again
 * @param digest what the sender says that the body's digest is
 * @param body a stream of any length
 */
public record UploadRequest(
        UUID incidentId,
        String name,
        UploadFormat format,
        UploadCoding coding,
        String uploader,
        Optional<IdempotencyKey> key,
        Optional<ContentDigest> digest,
        InputStream body) {}
