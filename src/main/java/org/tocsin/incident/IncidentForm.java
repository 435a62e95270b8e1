package org.tocsin.incident;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What somebody states about an incident, as it is posted and as a merge patch (RFC 7396) changes it.
 *
 * @param facts by language (BCP 47, canonical)
 * @param milestones when what happened, such as {@code discovered}
 */
@ConsistentIncident
@Schema(example = IncidentExamples.FORM)
record IncidentForm(
        @NotNull @Pattern(
                        regexp = "[A-Za-z0-9][A-Za-z0-9._/-]{0,63}",
                        message = "must have up to 64 of A-Z, a-z, 0-9, '.', '_', '/' and '-'")
                String reference,
        @NotBlank @Size(max = Texts.MAX_LINE_CHARS) @Pattern(regexp = Texts.LINE, message = Texts.LINE_MESSAGE) String title,
        @NotBlank @Size(max = Texts.MAX_LINE_CHARS) @Pattern(regexp = Texts.LINE, message = Texts.LINE_MESSAGE) String organisation,
        LocalDate occurredFrom,
        LocalDate occurredTo,
        SortedSet<@NotNull DataType> dataInvolved,
        SortedSet<@NotNull DataType> notInvolved,
        @NotEmpty @Size(max = 100) SortedMap<String, @NotNull @Valid LocalFacts> facts,
        @Size(max = 50) SortedMap<String, @NotNull Instant> milestones,
        @NotNull @Valid Contacts contacts) {

    /** What is left out is empty; times are as exact as the database keeps them. */
    IncidentForm {
        dataInvolved = dataInvolved == null ? new TreeSet<>() : dataInvolved;
        notInvolved = notInvolved == null ? new TreeSet<>() : notInvolved;
        milestones = milestones == null ? new TreeMap<>() : new TreeMap<>(milestones);
        milestones.replaceAll((name, at) -> at == null ? null : at.truncatedTo(ChronoUnit.MICROS));
    }

    /** The names of the fields that say something else than the other form's. */
    List<String> fieldsUnlike(IncidentForm other) {
        SortedMap<String, Boolean> same = new TreeMap<>();
        same.put("reference", Objects.equals(reference, other.reference));
        same.put("title", Objects.equals(title, other.title));
        same.put("organisation", Objects.equals(organisation, other.organisation));
        same.put("occurredFrom", Objects.equals(occurredFrom, other.occurredFrom));
        same.put("occurredTo", Objects.equals(occurredTo, other.occurredTo));
        same.put("dataInvolved", Objects.equals(dataInvolved, other.dataInvolved));
        same.put("notInvolved", Objects.equals(notInvolved, other.notInvolved));
        same.put("facts", Objects.equals(facts, other.facts));
        same.put("milestones", Objects.equals(milestones, other.milestones));
        same.put("contacts", Objects.equals(contacts, other.contacts));
        same.values().removeIf(isSame -> isSame);
        return List.copyOf(same.keySet());
    }

    /** What of it a notice may say. */
    IncidentFacts toFacts() {
        return new IncidentFacts(
                reference,
                organisation,
                occurredFrom,
                occurredTo,
                milestones.get(Incidents.DISCOVERED),
                dataInvolved,
                notInvolved,
                facts,
                contacts);
    }
}
