package org.tocsin.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tocsin.affected.Person;
import org.tocsin.template.syntax.NameCatalogue;
import org.tocsin.template.syntax.ValueTree;
import org.tocsin.template.wording.Words;

/** What stands behind every name of {@link NameCatalogue} for one person, in the language of one variant. */
final class NoticeValues {

    private NoticeValues() {}

    /**
     * The values as a template reads them; what is not known is an empty text.
     *
     * @param incident what all readers of this language are told
     * @param names the names that the variant uses: which attributes must be there
     */
    static Map<String, Object> of(IncidentValues incident, Person person, String reference, Set<String> names) {
        Map<String, Object> values = new HashMap<>(incident.common());
        values.putAll(incident.ofData(person.dataTypes()));
        values.put("person", ofPerson(person, incident));
        values.put("reference", reference);
        values.putAll(ofAttributes(person, names));
        return values;
    }

    private static Map<String, Object> ofPerson(Person person, IncidentValues incident) {
        return Map.of(
                "name",
                known(person.name()),
                "salutation",
                incident.words()
                        .map((Words words) -> Salutation.of(person, words))
                        .orElse(""),
                "customerRef",
                person.customerRef(),
                "represented",
                Salutation.isRepresented(person));
    }

    private static Map<String, Object> ofAttributes(Person person, Set<String> names) {
        Map<String, Object> attributes = new HashMap<>();
        for (String name : names) {
            if (name.startsWith(NameCatalogue.ATTRIBUTE_PREFIX)) {
                attributes.put(
                        name, known(person.attributes().get(name.substring(NameCatalogue.ATTRIBUTE_PREFIX.length()))));
            }
        }
        return ValueTree.of(attributes);
    }

    private static String known(String value) {
        return value == null ? "" : value;
    }
}
