package org.tocsin.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tocsin.template.Variant;

/**
 * The variants in use, each compiled once. The key is the variant itself with all it says, so that other content under the
 * same id can never be served by what was compiled before. Safe for many threads.
 */
final class CompiledVariants {

    private static final int MAX_KEPT = 256;

    private final Map<Variant, CompiledVariant> kept = new LinkedHashMap<>(MAX_KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Variant, CompiledVariant> eldest) {
            return size() > MAX_KEPT;
        }
    };

    CompiledVariant get(Variant variant) {
        synchronized (kept) {
            return kept.computeIfAbsent(variant, CompiledVariant::of);
        }
    }
}
