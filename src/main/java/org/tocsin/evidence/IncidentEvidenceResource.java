package org.tocsin.evidence;

import io.agroal.api.AgroalDataSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** What was done about one incident, over HTTP. */
@Path("/api/v1/incidents/{incidentId}/evidence")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evidence")
class IncidentEvidenceResource {

    private final AgroalDataSource database;

    IncidentEvidenceResource(AgroalDataSource database) {
        this.database = database;
    }

    @GET
    @RolesAllowed(Role.AUDITOR)
    @Operation(summary = "Tells what was done about an incident, by whom and when, oldest first")
    public Page<EvidenceItem> list(@PathParam("incidentId") UUID incidentId, @BeanParam PageQuery query)
            throws SQLException {
        Optional<Long> after = query.after(Long::valueOf);
        try (Connection connection = database.getConnection()) {
            List<EvidenceEntry> rows =
                    EvidenceRows.ofIncident(connection, incidentId, after.orElse(0L), query.limit() + 1);
            // Opening an incident is an act itself: one without evidence is none.
            if (rows.isEmpty() && after.isEmpty()) {
                throw Problems.notFound("incident");
            }
            return Page.of(query, rows, EvidenceEntry::seq).map(EvidenceItem::of);
        }
    }
}
