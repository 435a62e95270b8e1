package org.tocsin.compose;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.tocsin.affected.Person;
import org.tocsin.template.syntax.NameCatalogue;
import org.tocsin.template.wording.Words;

/**
 * What a notice says that is one person's own, as far as a variant asks for it.
 *
 * @param texts by the names of {@link NameCatalogue}; what is not known is an empty text
 * @param represented whether the reader is somebody else than the person
 */
record PersonalValues(Map<String, String> texts, boolean represented) {

    static final String REPRESENTED = "person.represented";

    /** Whether a name stands for a person's own text. */
    static boolean isText(String name) {
        return !name.equals(REPRESENTED)
                && (name.startsWith("person.") || name.equals("reference") || isAttribute(name));
    }

    /** @param names those of the variant for which {@link #isText} holds */
    static PersonalValues of(Person person, IncidentValues incident, String reference, Collection<String> names) {
        Map<String, String> texts = new HashMap<>();
        for (String name : names) {
            String text =
                    switch (name) {
                        case "person.name" -> person.name();
                        case "person.salutation" ->
                            incident.words()
                                    .map((Words words) -> Salutation.of(person, words))
                                    .orElse("");
                        case "person.customerRef" -> person.customerRef();
                        case "reference" -> reference;
                        default -> person.attributes().get(name.substring(NameCatalogue.ATTRIBUTE_PREFIX.length()));
                    };
            texts.put(name, text == null ? "" : text);
        }
        return new PersonalValues(texts, Salutation.isRepresented(person));
    }

    private static boolean isAttribute(String name) {
        return name.startsWith(NameCatalogue.ATTRIBUTE_PREFIX);
    }
}
