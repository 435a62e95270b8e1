package org.tocsin.batch.preview;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUTHOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchPeople;
import org.tocsin.batch.Batches;
import org.tocsin.delivery.Notice;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.http.Problems;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;

/** A look into a batch before it is approved. */
@Path("/api/v1/batches/{id}/samples")
@Tag(name = "Previews")
class BatchSamplesResource {

    /** People shown: one per language, while there are so many. */
    private static final int SAMPLES = 5;

    private final Previews previews;
    private final Batches batches;
    private final BatchPeople people;
    private final Templates templates;
    private final Incidents incidents;
    private final EvidenceLog evidence;
    private final Caller caller;

    BatchSamplesResource(
            Previews previews,
            Batches batches,
            BatchPeople people,
            Templates templates,
            Incidents incidents,
            EvidenceLog evidence,
            Caller caller) {
        this.previews = previews;
        this.batches = batches;
        this.people = people;
        this.templates = templates;
        this.incidents = incidents;
        this.evidence = evidence;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER})
    @Transactional
    @Operation(summary = "What some people of the batch would get, one per language")
    public List<Previews.Preview> samples(@PathParam("id") UUID id) {
        Batch batch = batches.find(id).orElseThrow(() -> Problems.notFound("batch"));
        TemplateVersion template = templates.find(batch.templateId).orElseThrow();
        List<Previews.Preview> samples = people.of(Notice.samples(id, SAMPLES)).byNotice().values().stream()
                .map(person -> new Previews.Preview(previews.messages(
                        template, batch.policy.channels().order().stream(), facts(batch), batch.incidentId, person)))
                .toList();
        evidence.append(new Act(
                batch.incidentId,
                caller.subject(),
                Action.TEMPLATE_PREVIEWED,
                "batch:" + id,
                Map.of("people", samples.size())));
        return samples;
    }

    /** A submitted batch says what it copied; a draft says what the incident says now. */
    private IncidentFacts facts(Batch batch) {
        return batch.facts != null
                ? batch.facts
                : incidents.snapshot(batch.incidentId).orElseThrow().facts();
    }
}
