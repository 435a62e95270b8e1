package org.tocsin.incident;

import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.tocsin.platform.http.Problems;

/** Every incident. */
@ApplicationScoped
public class Incidents {

    /** What an incident says now; empty when there is no such incident. */
    @Transactional
    public Optional<IncidentSnapshot> snapshot(UUID id) {
        return find(id).map(incident ->
                new IncidentSnapshot(incident.toFacts(), incident.factsVersion, incident.factsEditor));
    }

    /** The incident's name in the organisation's own books, or null when there is no such incident. */
    @Transactional
    public String reference(UUID id) {
        return Incident.find("SELECT reference FROM Incident WHERE id = ?1", id)
                .project(String.class)
                .firstResult();
    }

    Optional<Incident> find(UUID id) {
        return Incident.findByIdOptional(id);
    }

    /** The incident, kept from everyone else who would change it until the transaction ends. */
    Optional<Incident> lock(UUID id) {
        return Incident.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Stores a new incident; a 409 problem when another one has its reference. */
    void add(Incident incident) {
        try {
            incident.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw Problems.conflict(
                    "Another incident has this reference; find it with GET /api/v1/incidents?reference=.");
        }
    }

    /** Writes what was changed now: whoever appends evidence next holds up everyone else until the transaction ends. */
    void write() {
        Incident.flush();
    }

    /** Up to so many incidents in the order in which they were opened. */
    List<Incident> list(Optional<String> reference, Optional<UUID> after, int atMost) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Parameters parameters = new Parameters();
        reference.ifPresent(wanted -> {
            conditions.add("reference = :reference");
            parameters.and("reference", wanted);
        });
        after.ifPresent(id -> {
            conditions.add("id > :after");
            parameters.and("after", id);
        });
        String query = String.join(" AND ", conditions) + " ORDER BY id";
        return Incident.<Incident>find(query, parameters).page(0, atMost).list();
    }
}
