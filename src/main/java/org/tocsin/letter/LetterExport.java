package org.tocsin.letter;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A list of letters as it was fixed.
 *
 * @param onlyNew whether it leaves out who is in an earlier export of the batch
 * @param letters people in the file, one line each behind the header
 * @param withoutAddress people without a usable postal address: not in the file, but in a list of their own, for they are owed a
 *     substitute notice by publication
 * @param bytes of the file
 * @param sha256 of the file, 64 lower-case hex digits
 */
@Schema(
        example =
                """
                {"id": "0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60", "batchId": "0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f", "onlyNew": false,
                 "letters": 118, "withoutAddress": 22, "bytes": 21034,
                 "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "exportedBy": "author", "exportedAt": "2026-08-24T09:00:00Z"}""")
record LetterExport(
        UUID id,
        UUID batchId,
        boolean onlyNew,
        long letters,
        long withoutAddress,
        long bytes,
        String sha256,
        String exportedBy,
        Instant exportedAt) {

    /** The file's digest as {@code Content-Digest} spells it (RFC 9530). */
    String contentDigest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
    }
}
