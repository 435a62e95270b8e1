package org.tocsin.letter;

import org.tocsin.affected.Person;

/** Whether a letter can be addressed. */
final class PostalAddress {

    private PostalAddress() {}

    /**
     * At least one line, and a place: a city, a postcode, or a second line that may be one. What a country's post needs beyond that,
     * the print house checks and tells by a RETURNED.
     *
     * @param person null for somebody whose record does not open
     */
    static boolean isUsable(Person person) {
        if (person == null
                || person.postalAddress() == null
                || person.postalAddress().isEmpty()) {
            return false;
        }
        return person.postalAddress().size() > 1 || isGiven(person.city()) || isGiven(person.postcode());
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isBlank();
    }
}
