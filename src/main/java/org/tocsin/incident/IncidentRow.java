package org.tocsin.incident;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An incident, as it is stored; its milestones are {@link MilestoneRow rows of their own}. */
@Entity
@Table(name = "incident")
class IncidentRow extends PanacheEntityBase {

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
    TreeMap<String, LocalFacts> facts;

    @JdbcTypeCode(SqlTypes.JSON)
    Contacts contacts;

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

    void take(IncidentForm form) {
        reference = form.reference();
        title = form.title();
        organisation = form.organisation();
        occurredFrom = form.occurredFrom();
        occurredTo = form.occurredTo();
        dataInvolved = names(form.dataInvolved());
        notInvolved = names(form.notInvolved());
        facts = new TreeMap<>(form.facts());
        contacts = form.contacts();
    }

    IncidentForm toForm(SortedMap<String, Instant> milestones) {
        return new IncidentForm(
                reference,
                title,
                organisation,
                occurredFrom,
                occurredTo,
                types(dataInvolved),
                types(notInvolved),
                new TreeMap<>(facts),
                milestones,
                contacts);
    }

    private static List<String> names(Collection<DataType> types) {
        return types.stream().map(DataType::name).toList();
    }

    private static SortedSet<DataType> types(List<String> names) {
        return names.stream().map(DataType::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }
}
