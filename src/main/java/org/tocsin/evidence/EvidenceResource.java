package org.tocsin.evidence;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** The evidence, for auditors. */
@Path("/api/v1/evidence")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.AUDITOR)
@Tag(name = "Evidence")
class EvidenceResource {

    private final EvidencePages pages;
    private final EvidenceVerification verification;

    EvidenceResource(EvidencePages pages, EvidenceVerification verification) {
        this.pages = pages;
        this.verification = verification;
    }

    @GET
    @Operation(summary = "Lists every act in the order of the chain")
    public Page<EvidenceView> all(@BeanParam PageQuery query) throws SQLException {
        return pages.of(null, query);
    }

    @GET
    @Path("/verification")
    @Operation(
            summary = "Checks the whole chain",
            description =
                    "Names the first entry that was edited, deleted, swapped or cut off. Takes seconds per million"
                            + " entries.")
    public Verdict verify() throws SQLException {
        return verification.run();
    }
}
