package org.tocsin.affected;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.tocsin.incident.DataType;

/**
 * One affected person in plain: exists only in memory, between opening the envelope and handing a message over.
 *
 * @param customerRef the organisation's own reference of the customer
 * @param email normalised, or null when there is no usable one
 * @param phone E.164, or null when there is no usable one
 * @param locale BCP 47, or null
 * @param country ISO 3166-1 alpha-2, or null
 * @param region ISO 3166-2 part, or null
 * @param addressee whom a notice is addressed to when that is not the person, or null
 * @param attributes every further column, by its name
 */
public record Person(
        String customerRef,
        String name,
        String email,
        String phone,
        String locale,
        String country,
        String region,
        SortedSet<DataType> dataTypes,
        List<String> postalAddress,
        String city,
        String postcode,
        String addressee,
        Relationship relationship,
        LocalDate dateOfBirth,
        Map<String, String> attributes) {

    @Override
    public String toString() {
        return "Person[" + customerRef + "]"; // nothing else may reach a log
    }
}
