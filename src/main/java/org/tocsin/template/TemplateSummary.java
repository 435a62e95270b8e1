package org.tocsin.template;

import java.time.Instant;
import java.util.UUID;

/** A template version in a list. */
record TemplateSummary(
        UUID id, String name, int version, String defaultLocale, String digest, String author, Instant createdAt) {

    static TemplateSummary of(TemplateRow row) {
        return new TemplateSummary(
                row.id, row.name, row.version, row.defaultLocale, row.digest, row.createdBy, row.createdAt);
    }
}
