package org.tocsin.compose;

import java.util.Map;
import org.tocsin.affected.Person;
import org.tocsin.affected.Relationship;
import org.tocsin.template.wording.Words;

/** How a notice addresses its reader. */
final class Salutation {

    private Salutation() {}

    /** Never empty, and never "Dear ,": without a name it is a neutral one. */
    static String of(Person person, Words words) {
        Relationship relationship = relationship(person);
        boolean named = isGiven(person.name());
        String key = "salutation." + relationship;
        if (isGiven(person.addressee())) {
            key += ".addressed";
        } else if (relationship == Relationship.SELF && !named) {
            key += ".unnamed";
        }
        return words.fill(
                key,
                Map.of(
                        "name", named ? person.name() : words.get("name.unknown"),
                        "addressee", isGiven(person.addressee()) ? person.addressee() : ""));
    }

    /** Whether the reader is somebody else than the person whose data it is about. */
    static boolean isRepresented(Person person) {
        return relationship(person) != Relationship.SELF;
    }

    private static Relationship relationship(Person person) {
        return person.relationship() == null ? Relationship.SELF : person.relationship();
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isBlank();
    }
}
