package org.tocsin.evidence;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.platform.Digests;

/**
 * One act, as auditors read it.
 *
 * @param seq its place in the chain, from 1
 * @param detail figures, digests, reasons; JSON as it was hashed
 * @param hash SHA-256 in hex over the canonical JSON (RFC 8785) of the other fields and {@code previousHash}
 */
@Schema(
        example =
                """
        {"seq": 42, "at": "2026-08-20T09:00:00Z", "incidentId": "0198c6f2-7f00-7000-8000-000000000001", "actor": "author",
         "action": "INCIDENT_OPENED", "subject": "incident:0198c6f2-7f00-7000-8000-000000000001",
         "detail": {"reference": "INC-2026-0815"},
         "previousHash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
         "hash": "9c1185a5c5e9fc54612808977ee8f548b2258d31ddadef7068bd1f05c8e1f8a2"}""")
record EvidenceView(
        long seq,
        Instant at,
        UUID incidentId,
        String actor,
        String action,
        String subject,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String detail,
        String previousHash,
        String hash) {

    static EvidenceView of(EvidenceEntry entry) {
        return new EvidenceView(
                entry.seq(),
                entry.at(),
                entry.incidentId(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                Digests.hex(entry.previousHash()),
                Digests.hex(entry.hash()));
    }
}
