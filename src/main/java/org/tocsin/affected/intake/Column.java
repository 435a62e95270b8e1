package org.tocsin.affected.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of an affected record that have a meaning of their own; every other one is an attribute. */
enum Column {
    CUSTOMER_REF("customerRef"),
    NAME("name"),
    EMAIL("email"),
    PHONE("phone"),
    LOCALE("locale"),
    COUNTRY("country"),
    REGION("region"),
    DATA_TYPES("dataTypes"),
    POSTAL_ADDRESS_1("postalAddress1"),
    POSTAL_ADDRESS_2("postalAddress2"),
    POSTAL_ADDRESS_3("postalAddress3"),
    POSTAL_ADDRESS_4("postalAddress4"),
    CITY("city"),
    POSTCODE("postcode"),
    ADDRESSEE("addressee"),
    RELATIONSHIP("relationship"),
    DATE_OF_BIRTH("dateOfBirth");

    private static final Map<String, Column> BY_LETTERS =
            Stream.of(values()).collect(Collectors.toMap(c -> letters(c.label), Function.identity()));

    private final String label;

    Column(String label) {
        this.label = label;
    }

    /** The name that a header or a field must have, to the letter. */
    String label() {
        return label;
    }

    /** The column that a name stands for or was meant to: {@code E-Mail} and {@code customer_ref} were. */
    static Optional<Column> meantBy(String name) {
        return Optional.ofNullable(BY_LETTERS.get(letters(name)));
    }

    private static String letters(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
