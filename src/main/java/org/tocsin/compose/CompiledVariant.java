package org.tocsin.compose;

import java.util.List;
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
 * @param personalTexts those of the names that stand for each person's own texts
 */
record CompiledVariant(
        CompiledPart subject, CompiledPart text, CompiledPart html, Set<String> names, List<String> personalTexts) {

    /**
     * Compiles a saved variant.
     *
     * @throws IllegalArgumentException when it is not what the check at save let through
     */
    static CompiledVariant of(Variant variant) {
        Set<String> names = new TreeSet<>();
        CompiledPart subject = compile(PartKind.SUBJECT, variant.subject(), names);
        CompiledPart text = compile(PartKind.TEXT, variant.text(), names);
        CompiledPart html = compile(PartKind.HTML, variant.html(), names);
        List<String> personalTexts =
                names.stream().filter(PersonalValues::isText).toList();
        return new CompiledVariant(subject, text, html, names, personalTexts);
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
