package org.tocsin.incident;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An incident, as it is stored. */
@Entity
class Incident extends PanacheEntityBase {

    @Id
    UUID id;

    String reference;
    String title;
    String organisation;

    @Column(name = "occurred_from")
    LocalDate occurredFrom;

    @Column(name = "occurred_to")
    LocalDate occurredTo;

    @Column(name = "data_involved")
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> dataInvolved;

    @Column(name = "not_involved")
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> notInvolved;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, LocalFacts> facts;

    @JdbcTypeCode(SqlTypes.JSON)
    Contacts contacts;

    @ElementCollection
    @CollectionTable(name = "incident_milestone", joinColumns = @JoinColumn(name = "incident_id"))
    @MapKeyColumn(name = "name")
    @BatchSize(size = 100)
    Map<String, Milestone> milestones = new TreeMap<>();

    @Enumerated(EnumType.STRING)
    IncidentStatus status;

    @Column(name = "facts_version")
    long factsVersion;

    @Column(name = "facts_editor")
    String factsEditor;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** Takes over what a caller may set, milestones with who recorded them; what stays the same keeps its recorder. */
    void set(NewIncident form, String caller, Instant now) {
        reference = form.reference();
        title = form.title();
        organisation = form.organisation();
        occurredFrom = form.occurredFrom();
        occurredTo = form.occurredTo();
        dataInvolved = form.dataInvolved().stream().map(DataType::name).toList();
        notInvolved = form.notInvolved().stream().map(DataType::name).toList();
        facts = new TreeMap<>(form.facts());
        contacts = form.contacts();
        milestones.keySet().retainAll(form.milestones().keySet());
        form.milestones().forEach((name, at) -> {
            Milestone recorded = milestones.get(name);
            if (recorded == null || !recorded.at().equals(at)) {
                milestones.put(name, new Milestone(at, caller, now));
            }
        });
        updatedAt = now;
    }

    /** The same in the form in which it is posted. */
    NewIncident toForm() {
        SortedMap<String, Instant> times = new TreeMap<>();
        milestones.forEach((name, milestone) -> times.put(name, milestone.at()));
        return new NewIncident(
                reference,
                title,
                organisation,
                occurredFrom,
                occurredTo,
                dataInvolved.stream().map(DataType::valueOf).toList(),
                notInvolved.stream().map(DataType::valueOf).toList(),
                new TreeMap<>(facts),
                times,
                contacts);
    }

    IncidentFacts toFacts() {
        Milestone discovered = milestones.get(Milestone.DISCOVERED);
        return new IncidentFacts(
                reference,
                organisation,
                occurredFrom,
                occurredTo,
                discovered == null ? null : discovered.at(),
                types(dataInvolved),
                types(notInvolved),
                new TreeMap<>(facts),
                contacts);
    }

    private static SortedSet<DataType> types(List<String> names) {
        SortedSet<DataType> types = new TreeSet<>();
        names.forEach(name -> types.add(DataType.valueOf(name)));
        return types;
    }
}
