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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** The record sets of one incident. */
@Path("/api/v1/incidents/{incidentId}/record-sets")
@Tag(name = "Record sets")
class IncidentRecordSetsResource {

    private final RecordSets recordSets;

    IncidentRecordSetsResource(RecordSets recordSets) {
        this.recordSets = recordSets;
    }

    @GET
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Record sets of an incident",
            description =
                    "In the order in which their uploads began, those under way and those that failed among them.")
    public Page<RecordSet> list(@PathParam("incidentId") UUID incidentId, @BeanParam PageQuery page) {
        return Page.of(page, recordSets.ofIncident(incidentId, page), RecordSet::id);
    }
}
