package org.tocsin.incident;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.Digests;
import org.tocsin.platform.Ids;

/** The incidents. Every method works in the caller's transaction. */
@ApplicationScoped
public class Incidents {

    /** The milestone from which people count: when the breach was noticed. */
    public static final String DISCOVERED = "discovered";

    private final EvidenceLog evidence;
    private final Clock clock;

    Incidents(EvidenceLog evidence, Clock clock) {
        this.evidence = evidence;
        this.clock = clock;
    }

    /** The incident, if there is one of this id. */
    public Optional<Incident> find(UUID id) {
        return IncidentRow.<IncidentRow>findByIdOptional(id).map(row -> Incident.of(row, milestones(id)));
    }

    /** What notices about the incident may say now, if there is one of this id. */
    public Optional<FactsSnapshot> facts(UUID id) {
        return IncidentRow.<IncidentRow>findByIdOptional(id)
                .map(row -> new FactsSnapshot(
                        id, row.toForm(Incident.times(milestones(id))).toFacts(), row.factsVersion, row.factsEditor));
    }

    Optional<Incident> withReference(String reference) {
        return IncidentRow.<IncidentRow>find("reference", reference)
                .firstResultOptional()
                .map(row -> Incident.of(row, milestones(row.id)));
    }

    /** The incidents in the order in which they were opened, behind the one of that id, if any. */
    List<Incident> after(Optional<UUID> id, int limit) {
        List<IncidentRow> rows = id.map(last -> IncidentRow.<IncidentRow>find("id > ?1 order by id", last))
                .orElseGet(() -> IncidentRow.find("order by id"))
                .page(0, limit)
                .list();
        Map<UUID, List<Milestone>> milestones = milestones(rows);
        return rows.stream()
                .map(row -> Incident.of(row, milestones.getOrDefault(row.id, List.of())))
                .toList();
    }

    Incident open(IncidentForm form, String by) {
        Instant now = clock.instant();
        IncidentRow row = new IncidentRow();
        row.id = Ids.next();
        row.status = IncidentStatus.OPEN;
        row.factsVersion = 1;
        row.factsEditor = by;
        row.createdBy = by;
        row.createdAt = now;
        row.updatedAt = now;
        row.take(form);
        row.persistAndFlush();
        setMilestones(row.id, form.milestones(), by, now);
        record(row, by, Action.INCIDENT_OPENED, Map.of("reference", form.reference(), "digest", digest(form)));
        return Incident.of(row, milestones(row.id));
    }

    /**
     * Changes what is stated about an incident; one change at a time, so that none undoes another unseen.
     *
     * @param change makes the new statement of the old; what it throws leaves everything as it was
     */
    Optional<Incident> amend(UUID id, UnaryOperator<IncidentForm> change, String by) {
        IncidentRow row = IncidentRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return Optional.empty();
        }
        IncidentForm old = row.toForm(Incident.times(milestones(id)));
        IncidentForm changed = change.apply(old);
        if (!changed.equals(old)) {
            write(row, old, changed, by);
        }
        return Optional.of(Incident.of(row, milestones(id)));
    }

    private void write(IncidentRow row, IncidentForm old, IncidentForm changed, String by) {
        Instant now = clock.instant();
        row.take(changed);
        row.updatedAt = now;
        if (!changed.toFacts().equals(old.toFacts())) {
            row.factsVersion++;
            row.factsEditor = by;
        }
        setMilestones(row.id, changed.milestones(), by, now);
        row.persistAndFlush();
        Map<String, Object> detail = Map.of(
                "fields", changed.fieldsUnlike(old),
                "factsVersion", row.factsVersion,
                "oldDigest", digest(old),
                "newDigest", digest(changed));
        record(row, by, Action.INCIDENT_AMENDED, detail);
    }

    private static void setMilestones(UUID id, SortedMap<String, Instant> milestones, String by, Instant now) {
        Map<String, MilestoneRow> rows =
                MilestoneRow.of(id).stream().collect(Collectors.toMap(row -> row.id.name(), Function.identity()));
        milestones.forEach((name, at) -> {
            MilestoneRow row = rows.containsKey(name) ? rows.get(name) : new MilestoneRow(id, name);
            row.set(at, by, now);
            row.persist();
        });
        rows.values().stream()
                .filter(row -> !milestones.containsKey(row.id.name()))
                .forEach(MilestoneRow::delete);
    }

    private static List<Milestone> milestones(UUID id) {
        return MilestoneRow.of(id).stream().map(Milestone::of).toList();
    }

    private static Map<UUID, List<Milestone>> milestones(List<IncidentRow> incidents) {
        List<UUID> ids = incidents.stream().map(row -> row.id).toList();
        return MilestoneRow.<MilestoneRow>list("id.incidentId in ?1 order by id.name", ids).stream()
                .collect(Collectors.groupingBy(
                        row -> row.id.incidentId(), Collectors.mapping(Milestone::of, Collectors.toList())));
    }

    private void record(IncidentRow row, String by, Action action, Map<String, ?> detail) {
        evidence.append(new Act(row.id, by, action, "incident:" + row.id, detail));
    }

    private static String digest(IncidentForm form) {
        return Digests.sha256Hex(CanonicalJson.of(form).getBytes(StandardCharsets.UTF_8));
    }
}
