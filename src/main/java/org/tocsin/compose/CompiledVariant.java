package org.tocsin.compose;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tocsin.template.Variant;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.PartKind;

/** A variant with its parts ready to be rendered. Equal to no other: it is compiled once, and asked for at every message. */
final class CompiledVariant {

    private final CompiledPart subject;
    private final CompiledPart text;
    private final CompiledPart html;
    private final Set<String> names;
    private final List<String> personalTexts;

    private CompiledVariant(CompiledPart subject, CompiledPart text, CompiledPart html, Set<String> names) {
        this.subject = subject;
        this.text = text;
        this.html = html;
        this.names = names;
        this.personalTexts =
                names.stream().filter(PersonalValues::isText).sorted().toList();
    }

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

    /** Null for SMS. */
    CompiledPart subject() {
        return subject;
    }

    CompiledPart text() {
        return text;
    }

    /** Null when there is no HTML part. */
    CompiledPart html() {
        return html;
    }

    /** Every name that a part prints or asks for. */
    Set<String> names() {
        return names;
    }

    /** Those of the names that stand for each person's own texts. */
    List<String> personalTexts() {
        return personalTexts;
    }

    /** Whether it tells what only the incident's facts in its own language can tell. */
    boolean tellsFacts() {
        return names.stream().anyMatch(name -> name.startsWith("facts.what"));
    }
}
