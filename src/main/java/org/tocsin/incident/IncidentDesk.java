package org.tocsin.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;

/** Opens incidents and amends them, in the caller's transaction. */
@ApplicationScoped
class IncidentDesk {

    private final Incidents incidents;
    private final EvidenceLog evidence;
    private final ObjectMapper json;
    private final Clock clock;

    IncidentDesk(Incidents incidents, EvidenceLog evidence, ObjectMapper json, Clock clock) {
        this.incidents = incidents;
        this.evidence = evidence;
        this.json = json;
        this.clock = clock;
    }

    Incident open(NewIncident form, String caller) {
        Instant now = clock.instant();
        require(IncidentCheck.of(form, now));
        Incident incident = new Incident();
        incident.id = Ids.next();
        incident.set(form, caller, now);
        incident.status = IncidentStatus.OPEN;
        incident.factsVersion = 1;
        incident.factsEditor = caller;
        incident.createdBy = caller;
        incident.createdAt = now;
        incidents.add(incident);
        evidence.append(IncidentEvidence.opened(incident));
        return incident;
    }

    /**
     * Amends an incident that is locked.
     *
     * @throws JsonProcessingException when the patch makes something of it that is not an incident's form
     */
    void amend(Incident incident, ObjectNode patch, String caller) throws JsonProcessingException {
        ObjectNode before = json.valueToTree(incident.toForm());
        ObjectNode merged = before.deepCopy();
        MergePatch.apply(patch, merged);
        NewIncident form = json.treeToValue(merged, NewIncident.class);
        Instant now = clock.instant();
        require(IncidentCheck.of(form, now));
        List<String> changed = ChangedFields.between(before, json.valueToTree(form));
        if (changed.contains("/reference")) {
            throw Problems.invalid("reference", "cannot be changed");
        }
        if (changed.isEmpty()) {
            return;
        }
        IncidentFacts factsBefore = incident.toFacts();
        incident.set(form, caller, now);
        if (!incident.toFacts().equals(factsBefore)) {
            incident.factsVersion++;
            incident.factsEditor = caller;
        }
        incidents.write();
        evidence.append(IncidentEvidence.amended(incident, caller, changed, factsBefore));
    }

    private static void require(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw Problems.invalid(violations);
        }
    }
}
