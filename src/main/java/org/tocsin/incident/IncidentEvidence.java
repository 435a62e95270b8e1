package org.tocsin.incident;

import java.util.List;
import java.util.Map;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.Digests;

/** What is written down when an incident is opened or amended: never the texts, only their digest. */
final class IncidentEvidence {

    private IncidentEvidence() {}

    static Act opened(Incident incident) {
        return new Act(
                incident.id,
                incident.createdBy,
                Action.INCIDENT_OPENED,
                "incident:" + incident.id,
                Map.of("reference", incident.reference, "factsDigest", digest(incident.toFacts())));
    }

    static Act amended(Incident incident, String caller, List<String> changed, IncidentFacts before) {
        return new Act(
                incident.id,
                caller,
                Action.INCIDENT_AMENDED,
                "incident:" + incident.id,
                Map.of(
                        "changed",
                        changed,
                        "factsVersion",
                        incident.factsVersion,
                        "factsDigestBefore",
                        digest(before),
                        "factsDigest",
                        digest(incident.toFacts())));
    }

    private static String digest(IncidentFacts facts) {
        return Digests.sha256Hex(CanonicalJson.of(facts));
    }
}
