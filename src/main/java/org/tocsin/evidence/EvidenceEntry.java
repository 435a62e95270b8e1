package org.tocsin.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * One link of the chain.
 *
 * @param detail canonical JSON
 * @param hash SHA-256 over the canonical JSON of every other field, so that anyone can check the chain without a key
 */
record EvidenceEntry(
        long seq,
        Instant at,
        UUID incidentId,
        String actor,
        String action,
        String subject,
        String detail,
        byte[] previousHash,
        byte[] hash) {

    /** The entry that follows the head. */
    static EvidenceEntry next(ChainHead head, Instant at, Act act, String detail) {
        EvidenceEntry unhashed = new EvidenceEntry(
                head.seq() + 1,
                at,
                act.incidentId(),
                act.actor(),
                act.action().name(),
                act.subject(),
                detail,
                head.hash(),
                null);
        return unhashed.withHash(unhashed.computeHash());
    }

    byte[] computeHash() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("seq", seq);
        fields.put("at", at.toString());
        fields.put("incidentId", incidentId == null ? null : incidentId.toString());
        fields.put("actor", actor);
        fields.put("action", action);
        fields.put("subject", subject);
        fields.put("detail", detail);
        fields.put("previousHash", Digests.hex(previousHash));
        return Digests.sha256(CanonicalJson.of(fields).getBytes(StandardCharsets.UTF_8));
    }

    /** What only a holder of the key can have written beside this entry. */
    byte[] macBy(KeyRing keys) {
        return keys.mac(KeyPurpose.SEAL, "evidence-entry", hash);
    }

    private EvidenceEntry withHash(byte[] computed) {
        return new EvidenceEntry(seq, at, incidentId, actor, action, subject, detail, previousHash, computed);
    }
}
