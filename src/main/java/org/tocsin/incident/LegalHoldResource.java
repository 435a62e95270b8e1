package org.tocsin.incident;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Problems;

/** Legal holds over HTTP. Whoever can start a purge can stop it; only an approver may lift what stops it. */
@Path("/api/v1/incidents/{incidentId}/legal-hold")
@Tag(name = "Retention")
class LegalHoldResource {

    /** Why; it stands in the evidence. */
    @Schema(example = "{\"reason\": \"Order of the court of 3 September, file 12/26.\"}")
    record Because(@NotBlank @Size(max = 2000) String reason) {}

    private final LegalHolds holds;
    private final Caller caller;

    LegalHoldResource(LegalHolds holds, Caller caller) {
        this.holds = holds;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "The legal hold of an incident")
    @APIResponse(responseCode = "404", description = "None stands.")
    public LegalHold read(@PathParam("incidentId") UUID incident) {
        return holds.find(incident).orElseThrow(() -> Problems.notFound("legal hold"));
    }

    @POST
    @RolesAllowed({Role.AUTHOR, Role.APPROVER, Role.OPERATOR})
    @Transactional
    @Idempotent
    @Operation(
            summary = "Put an incident under a legal hold",
            description =
                    "None of its record sets is purged as long as it stands: neither by hand nor after the retention.")
    @APIResponse(
            responseCode = "201",
            description = "It stands",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LegalHold.class)))
    @APIResponse(responseCode = "404", description = "There is no such incident.")
    @APIResponse(responseCode = "409", description = "One stands already.")
    public Response set(@PathParam("incidentId") UUID incident, @NotNull @Valid Because because) {
        return Response.status(StatusCode.CREATED)
                .entity(holds.set(incident, because.reason(), caller.subject()))
                .build();
    }

    @POST
    @Path("/lift")
    @RolesAllowed(Role.APPROVER)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Lift an incident's legal hold",
            description = "What is past its retention is purged within the hour.")
    @APIResponse(responseCode = "204", description = "Lifted.")
    @APIResponse(responseCode = "404", description = "None stands.")
    public void lift(@PathParam("incidentId") UUID incident, @NotNull @Valid Because because) {
        holds.lift(incident, because.reason(), caller.subject());
    }
}
