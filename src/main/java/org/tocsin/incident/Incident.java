package org.tocsin.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An incident, as callers read it: what was stated, and what became of it.
 *
 * @param factsVersion grows with every change to anything that a notice may say, from 1
 * @param factsEditor the subject who made the latest of those changes, and so cannot approve a batch that says it
 * @param milestoneLog who recorded each milestone, and when
 */
public record Incident(
        UUID id,
        IncidentStatus status,
        String reference,
        String title,
        String organisation,
        LocalDate occurredFrom,
        LocalDate occurredTo,
        SortedSet<DataType> dataInvolved,
        SortedSet<DataType> notInvolved,
        SortedMap<String, LocalFacts> facts,
        SortedMap<String, Instant> milestones,
        Contacts contacts,
        long factsVersion,
        String factsEditor,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        List<Milestone> milestoneLog) {

    static Incident of(IncidentRow row, List<Milestone> log) {
        IncidentForm form = row.toForm(times(log));
        return new Incident(
                row.id,
                row.status,
                form.reference(),
                form.title(),
                form.organisation(),
                form.occurredFrom(),
                form.occurredTo(),
                form.dataInvolved(),
                form.notInvolved(),
                form.facts(),
                form.milestones(),
                form.contacts(),
                row.factsVersion,
                row.factsEditor,
                row.createdBy,
                row.createdAt,
                row.updatedAt,
                log);
    }

    static SortedMap<String, Instant> times(List<Milestone> log) {
        SortedMap<String, Instant> times = new TreeMap<>();
        log.forEach(milestone -> times.put(milestone.name(), milestone.at()));
        return times;
    }
}
