package org.tocsin.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Everything about an incident that a notice may say: what a batch copies when it is submitted.
 *
 * @param facts by locale (BCP 47)
 * @param discovered the milestone of that name, or null
 */
public record IncidentFacts(
        String reference,
        String organisation,
        LocalDate occurredFrom,
        LocalDate occurredTo,
        Instant discovered,
        SortedSet<DataType> dataInvolved,
        SortedSet<DataType> notInvolved,
        SortedMap<String, LocalFacts> facts,
        Contacts contacts) {}
