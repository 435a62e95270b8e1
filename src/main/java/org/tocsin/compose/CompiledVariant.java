package org.tocsin.compose;

import java.util.Set;
import java.util.TreeSet;
import org.tocsin.template.Variant;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.PartKind;

/**
 * A variant with its parts ready to be rendered.
 *
 * @param subject null for SMS
 * @param html null when there is no HTML part
 * @param names every name that a part prints or asks for
 */
record CompiledVariant(CompiledPart subject, CompiledPart text, CompiledPart html, Set<String> names) {

    /**
     * Compiles a saved variant.
     *
     * @throws IllegalArgumentException when it is not what the check at save let through
     */
    static CompiledVariant of(Variant variant) {
        Set<String> names = new TreeSet<>();
        return new CompiledVariant(
                compile(PartKind.SUBJECT, variant.subject(), names),
                compile(PartKind.TEXT, variant.text(), names),
                compile(PartKind.HTML, variant.html(), names),
                names);
    }

    private static CompiledPart compile(PartKind kind, String source, Set<String> names) {
        if (source == null) {
            return null;
        }
        CompiledPart part = CompiledPart.compile(kind, source).orThrow();
        names.addAll(part.names());
        return part;
    }

    /** Whether it tells what only the incident's facts in its own language can tell. */
    boolean tellsFacts() {
        return names.stream().anyMatch(name -> name.startsWith("facts.what"));
    }
}
