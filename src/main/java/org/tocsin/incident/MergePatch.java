package org.tocsin.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396). */
final class MergePatch {

    /** The media type of such a patch (RFC 7396, 4). */
    static final String MEDIA_TYPE = "application/merge-patch+json";

    private MergePatch() {}

    /** Carries the patch out on the target itself. */
    static void apply(ObjectNode patch, ObjectNode target) {
        patch.fields().forEachRemaining(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value instanceof ObjectNode inner) {
                ObjectNode inTarget = target.get(name) instanceof ObjectNode there ? there : target.putObject(name);
                apply(inner, inTarget);
            } else {
                target.set(name, value);
            }
        });
    }
}
