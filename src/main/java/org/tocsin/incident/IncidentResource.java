package org.tocsin.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** Incidents over HTTP. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Incidents")
class IncidentResource {

    private final Incidents incidents;
    private final IncidentDesk desk;
    private final Caller caller;

    IncidentResource(Incidents incidents, IncidentDesk desk, Caller caller) {
        this.incidents = incidents;
        this.desk = desk;
        this.caller = caller;
    }

    @POST
    @Transactional
    @Idempotent
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Operation(summary = "Opens an incident", description = "409 when another incident has its reference.")
    public RestResponse<IncidentView> open(@NotNull NewIncident form) {
        Incident incident = desk.open(form, caller.subject());
        return RestResponse.ResponseBuilder.<IncidentView>created(URI.create("/api/v1/incidents/" + incident.id))
                .entity(IncidentView.of(incident))
                .build();
    }

    @GET
    @Transactional
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "Lists incidents, oldest first")
    public Page<IncidentView> list(
            @QueryParam("reference") @Parameter(description = "Only the incident with this reference.")
                    String reference,
            @BeanParam PageQuery query) {
        List<Incident> rows =
                incidents.list(Optional.ofNullable(reference), query.after(UUID::fromString), query.limit() + 1);
        return Page.of(query, rows, incident -> incident.id).map(IncidentView::of);
    }

    @GET
    @Path("/{id}")
    @Transactional
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "Reads an incident")
    public IncidentView read(@PathParam("id") UUID id) {
        return incidents.find(id).map(IncidentView::of).orElseThrow(() -> Problems.notFound("incident"));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @Transactional
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Operation(
            summary = "Amends an incident",
            description =
                    "A JSON merge patch (RFC 7396): what is named is replaced, null removes it, the rest stays. The"
                            + " reference cannot change. A change to anything that a notice may say makes the next version of the"
                            + " facts.")
    @RequestBody(
            content = @Content(schema = @Schema(implementation = NewIncident.class), example = IncidentExamples.PATCH))
    public IncidentView amend(@PathParam("id") UUID id, @NotNull JsonNode patch) throws JsonProcessingException {
        if (!(patch instanceof ObjectNode object)) {
            throw Problems.invalid("", "must be a JSON object");
        }
        Incident incident = incidents.lock(id).orElseThrow(() -> Problems.notFound("incident"));
        desk.amend(incident, object, caller.subject());
        return IncidentView.of(incident);
    }
}
