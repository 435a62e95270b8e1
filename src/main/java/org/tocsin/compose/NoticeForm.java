package org.tocsin.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.tocsin.incident.DataType;
import org.tocsin.template.syntax.CompiledPart;
import org.tocsin.template.syntax.MissingValueException;
import org.tocsin.template.syntax.PartForm;
import org.tocsin.template.syntax.ValueTree;

/**
 * A notice as everybody reads it of whom the same is known: with blanks for names, references and the like.
 *
 * @param subject null for SMS
 * @param html null when there is no HTML part
 */
record NoticeForm(PartForm subject, PartForm text, PartForm html) {

    private static final int READERS_WEIGH = 2_000;

    /**
     * Who reads the same.
     *
     * @param own the kinds of data that are named in their records; none: those of the incident
     * @param represented whether they read it in the place of somebody else
     * @param unknown their own texts that are empty, or nothing but spaces
     */
    record Readers(
            CompiledVariant variant,
            IncidentValues incident,
            SortedSet<DataType> own,
            boolean represented,
            Map<String, String> unknown) {

        static Readers like(
                PersonalValues person, CompiledVariant variant, IncidentValues incident, SortedSet<DataType> own) {
            Map<String, String> unknown = Map.of();
            for (Map.Entry<String, String> text : person.texts().entrySet()) {
                if (text.getValue().isBlank()) {
                    unknown = unknown.isEmpty() ? new HashMap<>() : unknown;
                    unknown.put(text.getKey(), text.getValue());
                }
            }
            return new Readers(variant, incident, own, person.represented(), unknown);
        }
    }

    /**
     * The form for such readers.
     *
     * @throws MissingValueException when a value that is printed is empty
     */
    static NoticeForm of(Readers readers) {
        CompiledVariant variant = readers.variant();
        Map<String, Object> personal = new HashMap<>();
        for (String name : variant.personalTexts()) {
            personal.put(name, readers.unknown().getOrDefault(name, PartForm.blank(name)));
        }
        personal.put(PersonalValues.REPRESENTED, readers.represented());
        Map<String, Object> values = new HashMap<>(readers.incident().common());
        values.putAll(readers.incident().ofData(readers.own()));
        values.putAll(ValueTree.of(personal));
        return new NoticeForm(
                form(variant.subject(), values), form(variant.text(), values), form(variant.html(), values));
    }

    private static PartForm form(CompiledPart part, Map<String, Object> values) {
        return part == null ? null : part.form(values);
    }

    /** What it takes to keep it, in characters: its own, and about as much as its readers are told apart by. */
    int weight() {
        return READERS_WEIGH
                + (subject == null ? 0 : subject.chars())
                + text.chars()
                + (html == null ? 0 : html.chars());
    }
}
