package org.tocsin.template;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.template.check.Finding;

/** A template version as it is read. */
record TemplateView(
        UUID id,
        String name,
        int version,
        String defaultLocale,
        String digest,
        String author,
        Instant createdAt,
        List<VariantView> variants,
        List<Finding> findings) {

    record VariantView(ChannelKind channel, String locale, String subject, String text, String html, String digest) {

        static VariantView of(Variant variant) {
            return new VariantView(
                    variant.channel(),
                    variant.locale(),
                    variant.subject(),
                    variant.text(),
                    variant.html(),
                    VariantDigest.of(variant));
        }
    }

    static TemplateView of(TemplateRow row) {
        return new TemplateView(
                row.id,
                row.name,
                row.version,
                row.defaultLocale,
                row.digest,
                row.createdBy,
                row.createdAt,
                row.toVersion().variants().stream().map(VariantView::of).toList(),
                row.findings);
    }
}
