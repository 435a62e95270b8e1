package org.tocsin.template;

import java.util.List;
import java.util.UUID;

/**
 * One immutable version of a template.
 *
 * @param author who saved it
 */
public record TemplateVersion(
        UUID id, String name, int version, String defaultLocale, String author, List<Variant> variants) {}
