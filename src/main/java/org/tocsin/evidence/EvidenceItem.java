package org.tocsin.evidence;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.tocsin.platform.Digests;

/**
 * An entry as an auditor reads it.
 *
 * @param detail a JSON object, byte for byte as it was hashed
 * @param hash lower-case hex
 */
@Schema(
        example =
                """
                {"seq": 18, "at": "2026-08-20T09:40:00Z", "actor": "author", "action": "INCIDENT_OPENED",
                 "subject": "incident:0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60",
                 "detail": {"factsDigest": "9f2b...", "reference": "INC-2026-0815"},
                 "hash": "5d41402abc4b2a76b9719d911017c592ae6f2f1f4d0b3c8f4a4e3f2d1c0b9a87"}""")
record EvidenceItem(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String detail,
        String hash) {

    static EvidenceItem of(EvidenceEntry entry) {
        return new EvidenceItem(
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                Digests.hex(entry.hash()));
    }
}
