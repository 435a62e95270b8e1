package org.tocsin.batch.preview;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUTHOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.affected.Person;
import org.tocsin.affected.RecordSets;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;

/** Exactly what people would get, before anybody gets it. */
@Path("/api/v1/templates/{id}/preview")
@Tag(name = "Previews")
class PreviewResource {

    /**
     * Whose message to show.
     *
     * @param recordSetId with {@code customerRef}: a person of a record set; neither: the sample person
     */
    @Schema(
            example =
                    """
                    {
                      "recordSetId": "0190f5e5-1111-7c3a-9a52-1f2b3c4d5e6f",
                      "customerRef": "C-000123",
                      "incidentId": "0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f"
                    }""")
    record PreviewRequest(UUID recordSetId, @Size(max = 64) String customerRef, @NotNull UUID incidentId) {}

    private final Previews previews;
    private final Templates templates;
    private final Incidents incidents;
    private final RecordSets recordSets;
    private final EvidenceLog evidence;
    private final Caller caller;

    PreviewResource(
            Previews previews,
            Templates templates,
            Incidents incidents,
            RecordSets recordSets,
            EvidenceLog evidence,
            Caller caller) {
        this.previews = previews;
        this.templates = templates;
        this.incidents = incidents;
        this.recordSets = recordSets;
        this.evidence = evidence;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({AUTHOR, APPROVER})
    @Transactional
    @Operation(summary = "What exactly one person, or a sample person, would get")
    public Previews.Preview preview(@PathParam("id") UUID id, @NotNull @Valid PreviewRequest request) {
        TemplateVersion template = templates.find(id).orElseThrow(() -> Problems.notFound("template"));
        IncidentFacts facts = incidents
                .snapshot(request.incidentId())
                .orElseThrow(() -> Problems.notFound("incident"))
                .facts();
        refuseSetOfAnotherIncident(request);
        Person person = previews.person(request.recordSetId(), request.customerRef(), template, facts);
        List<Previews.Message> messages = previews.messages(
                template,
                template.variants().stream().map(variant -> variant.channel()).distinct(),
                facts,
                request.incidentId(),
                person);
        evidence.append(new Act(
                request.incidentId(),
                caller.subject(),
                Action.TEMPLATE_PREVIEWED,
                "template:" + id,
                request.customerRef() == null
                        ? Map.of("people", 0)
                        : Map.of(
                                "people",
                                1,
                                "recordSet",
                                request.recordSetId().toString(),
                                "customerRef",
                                request.customerRef())));
        return new Previews.Preview(messages);
    }

    /** No batch could send such a message, so there is none to look at. */
    private void refuseSetOfAnotherIncident(PreviewRequest request) {
        boolean another = Optional.ofNullable(request.recordSetId())
                .flatMap(recordSets::find)
                .filter(set -> !set.incidentId().equals(request.incidentId()))
                .isPresent();
        if (another) {
            throw Problems.unprocessable(
                    "There is nothing to preview; see violations.",
                    List.of(new Violation("recordSetId", "is a record set of another incident")));
        }
    }
}
