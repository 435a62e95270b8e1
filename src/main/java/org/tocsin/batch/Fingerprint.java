package org.tocsin.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.Digests;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.VariantDigest;

/**
 * The one definition of what is approved: SHA-256 over the canonical JSON (RFC 8785) of everything that decides who is told
 * what, by whom, how and when.
 */
final class Fingerprint {

    private Fingerprint() {}

    /**
     * Computes it from a submitted batch and from the things that it names, as they are now.
     *
     * @param sealDigest the record set's digest of its stored rows
     * @return 64 lower-case hex digits
     */
    static String of(Batch batch, String sealDigest, TemplateVersion template) {
        Map<String, Object> content = new TreeMap<>();
        content.put("batchId", batch.id.toString());
        content.put("makers", makers(batch));
        content.put("purpose", batch.purpose.name());
        content.put("drill", batch.drill);
        content.put("simulated", batch.simulated);
        content.put("incidentId", batch.incidentId.toString());
        content.put("facts", batch.facts);
        content.put("recordSetId", batch.recordSetId.toString());
        content.put("sealDigest", sealDigest);
        content.put("people", batch.people);
        content.put("rejects", batch.rejects);
        content.put("exclusions", batch.exclusions);
        content.put("listDigest", batch.listDigest);
        content.put("templateId", batch.templateId.toString());
        content.put("variants", variants(template));
        content.put("senders", batch.senders);
        content.put("policy", batch.policy);
        if (batch.sourceBatchId != null) {
            content.put("sourceBatchId", batch.sourceBatchId.toString());
            content.put("sourcePeople", batch.sourcePeople.name());
        }
        return Digests.sha256Hex(CanonicalJson.of(content));
    }

    /** Everyone whom the four-eyes rule compares: rewritten, they would let one of them approve. */
    private static List<String> makers(Batch batch) {
        return List.of(batch.createdBy, batch.submittedBy, batch.templateAuthor, batch.uploader, batch.factsEditor);
    }

    private static List<String> variants(TemplateVersion template) {
        return template.variants().stream()
                .map(variant -> variant.id() + " " + VariantDigest.of(variant))
                .sorted()
                .toList();
    }
}
