package org.tocsin.evidence;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** The evidence of one incident, for auditors. */
@Path("/api/v1/incidents/{id}/evidence")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.AUDITOR)
@Tag(name = "Evidence")
class IncidentEvidenceResource {

    private final EvidencePages pages;

    IncidentEvidenceResource(EvidencePages pages) {
        this.pages = pages;
    }

    @GET
    @Operation(summary = "Lists what was done about an incident, by whom and when")
    public Page<EvidenceView> list(@PathParam("id") UUID id, @BeanParam PageQuery query) throws SQLException {
        return pages.of(id, query);
    }
}
