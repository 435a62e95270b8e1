package org.tocsin.incident;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An incident as it is posted; an amended one has the same fields, as they are to be.
 *
 * @param reference the incident's name in the organisation's own books; never changes
 * @param facts by language (BCP 47)
 * @param milestones times by name
 */
@Schema(example = IncidentExamples.NEW)
record NewIncident(
        String reference,
        String title,
        String organisation,
        LocalDate occurredFrom,
        LocalDate occurredTo,
        List<DataType> dataInvolved,
        List<DataType> notInvolved,
        SortedMap<String, LocalFacts> facts,
        @JsonDeserialize(contentUsing = Rfc3339Time.class) SortedMap<String, Instant> milestones,
        Contacts contacts) {

    NewIncident {
        dataInvolved = inOneOrder(dataInvolved);
        notInvolved = inOneOrder(notInvolved);
        facts = copyOf(facts);
        milestones = copyOf(milestones);
    }

    // Nulls stay for the check to name them.
    private static List<DataType> inOneOrder(List<DataType> types) {
        if (types == null) {
            return List.of();
        }
        return types.stream().anyMatch(Objects::isNull)
                ? types
                : types.stream().distinct().sorted().toList();
    }

    private static <V> SortedMap<String, V> copyOf(Map<String, V> map) {
        return map == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
