package org.tocsin.affected;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** The record sets of one incident. */
@Path("/api/v1/incidents/{incidentId}/record-sets")
@Tag(name = "Record sets")
class IncidentRecordSetsResource {

    private final RecordSets recordSets;
    private final Incidents incidents;

    IncidentRecordSetsResource(RecordSets recordSets, Incidents incidents) {
        this.recordSets = recordSets;
        this.incidents = incidents;
    }

    @GET
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Record sets of an incident",
            description =
                    "In the order in which their uploads began, those under way and those that failed among them.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples =
                                    @ExampleObject(
                                            name = "sets",
                                            value = "{\"items\": [" + RecordSetExamples.SEALED + "], \"next\": null}")))
    @APIResponse(responseCode = "404", description = "There is no such incident.")
    public Page<RecordSet> list(@PathParam("incidentId") UUID incidentId, @BeanParam PageQuery page) {
        if (incidents.reference(incidentId) == null) {
            throw Problems.notFound("incident");
        }
        return Page.of(page, recordSets.ofIncident(incidentId, page), RecordSet::id);
    }
}
