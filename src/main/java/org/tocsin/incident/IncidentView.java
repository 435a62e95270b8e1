package org.tocsin.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An incident as it is read: what was posted, and what Tocsin knows besides. */
@Schema(example = IncidentExamples.READ)
record IncidentView(
        UUID id,
        String reference,
        IncidentStatus status,
        String title,
        String organisation,
        LocalDate occurredFrom,
        LocalDate occurredTo,
        List<DataType> dataInvolved,
        List<DataType> notInvolved,
        SortedMap<String, LocalFacts> facts,
        SortedMap<String, Instant> milestones,
        Contacts contacts,
        List<RecordedMilestone> milestoneLog,
        long factsVersion,
        String factsEditor,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /** A milestone with who recorded it when. */
    record RecordedMilestone(String name, Instant at, String recordedBy, Instant recordedAt) {

        static RecordedMilestone of(Map.Entry<String, Milestone> entry) {
            Milestone milestone = entry.getValue();
            return new RecordedMilestone(
                    entry.getKey(), milestone.at(), milestone.recordedBy(), milestone.recordedAt());
        }
    }

    static IncidentView of(Incident incident) {
        NewIncident form = incident.toForm();
        return new IncidentView(
                incident.id,
                form.reference(),
                incident.status,
                form.title(),
                form.organisation(),
                form.occurredFrom(),
                form.occurredTo(),
                form.dataInvolved(),
                form.notInvolved(),
                form.facts(),
                form.milestones(),
                form.contacts(),
                incident.milestones.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(RecordedMilestone::of)
                        .toList(),
                incident.factsVersion,
                incident.factsEditor,
                incident.createdBy,
                incident.createdAt,
                incident.updatedAt);
    }
}
