package org.tocsin.incident;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
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
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.MergePatch;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** Incidents over HTTP. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Incidents")
@RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR})
class IncidentResource {

    private final Incidents incidents;
    private final IncidentPatch patches;
    private final Caller caller;

    IncidentResource(Incidents incidents, IncidentPatch patches, Caller caller) {
        this.incidents = incidents;
        this.patches = patches;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Operation(summary = "Opens an incident", description = "The reference is unique; a second one is a 409.")
    @Transactional
    @Idempotent
    public RestResponse<Incident> open(@NotNull @Valid IncidentForm form) {
        incidents.withReference(form.reference()).ifPresent(there -> {
            throw taken(there.id());
        });
        try {
            Incident incident = incidents.open(form, caller.subject());
            return RestResponse.ResponseBuilder.<Incident>created(URI.create("/api/v1/incidents/" + incident.id()))
                    .entity(incident)
                    .build();
        } catch (ConstraintViolationException openedMeanwhile) {
            throw taken(null);
        }
    }

    @GET
    @Operation(summary = "Lists incidents, oldest first")
    @Transactional
    public Page<Incident> list(
            @BeanParam PageQuery query,
            @QueryParam("reference") @Parameter(description = "Only the incident of this reference.")
                    String reference) {
        if (reference != null) {
            return new Page<>(incidents.withReference(reference).stream().toList(), null);
        }
        Optional<UUID> after = query.after(UUID::fromString);
        List<Incident> rows = incidents.after(after, query.limit() + 1);
        return Page.of(query, rows, Incident::id);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Reads an incident")
    @Transactional
    public Incident read(@PathParam("id") UUID id) {
        return incidents.find(id).orElseThrow(() -> Problems.notFound("incident"));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Operation(
            summary = "Amends an incident",
            description =
                    "A JSON Merge Patch (RFC 7396): what is named is replaced, null removes. Every change is in the"
                            + " evidence; one to anything that a notice may say stops batches that were submitted before it.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MergePatch.MEDIA_TYPE,
                            schema = @Schema(implementation = IncidentForm.class),
                            examples = @ExampleObject(name = "amend", value = IncidentExamples.PATCH)))
    @Transactional
    public Incident amend(@PathParam("id") UUID id, @NotNull JsonNode patch) {
        return incidents
                .amend(id, old -> patches.apply(old, patch), caller.subject())
                .orElseThrow(() -> Problems.notFound("incident"));
    }

    private static HttpProblem taken(UUID id) {
        HttpProblem.Builder problem =
                HttpProblem.builder(Problems.conflict("There is an incident with this reference already."));
        return id == null ? problem.build() : problem.with("incidentId", id).build();
    }
}
