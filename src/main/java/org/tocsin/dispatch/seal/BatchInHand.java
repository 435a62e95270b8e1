package org.tocsin.dispatch.seal;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tocsin.batch.Batch;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Variant;

/** What making messages needs of a batch: read once per claim, when its seal was found intact. */
public record BatchInHand(Batch batch, Map<UUID, Variant> variants) {

    static BatchInHand of(Batch batch, TemplateVersion template) {
        return new BatchInHand(
                batch, template.variants().stream().collect(Collectors.toMap(Variant::id, Function.identity())));
    }
}
