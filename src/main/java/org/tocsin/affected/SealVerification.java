package org.tocsin.affected;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of checking a record set against its seal.
 *
 * @param valid whether all three digests are one: the rows that are stored are the rows that were sealed, not one changed, added,
 *     moved or taken away, and nobody has put another seal to them
 * @param status of the set, SEALED or PURGED
 * @param records rows that are stored now
 * @param accepted rows that were sealed
 * @param digest over the rows that are stored now, 64 lower-case hex digits
 * @param sealDigest over those that were sealed, as the record set has it
 * @param evidenceDigest the same as the evidence has it (RECORD_SET_SEALED), or null when there is no such entry
 * @param verifiedAt when the check ended
 */
@Schema(
        example =
                """
                {"recordSetId": "0190f5e4-1b2c-7d3e-8f4a-5b6c7d8e9f01", "valid": false, "status": "SEALED", "records": 1000000, "accepted": 1000000,
                 "digest": "5d41402abc4b2a76b9719d911017c592ae6f2f1f4d0b3c8f4a4e3f2d1c0b9a87",
                 "sealDigest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "evidenceDigest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "verifiedAt": "2026-08-24T09:00:00Z"}""")
public record SealVerification(
        UUID recordSetId,
        boolean valid,
        RecordSetStatus status,
        long records,
        long accepted,
        String digest,
        String sealDigest,
        String evidenceDigest,
        Instant verifiedAt) {}
