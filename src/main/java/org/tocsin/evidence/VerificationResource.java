package org.tocsin.evidence;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;

/** The check of the evidence over HTTP. */
@Path("/api/v1/evidence/verification")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evidence")
class VerificationResource {

    private final EvidenceVerification verification;
    private final AgroalDataSource database;

    VerificationResource(EvidenceVerification verification, @DataSource("bulk") AgroalDataSource database) {
        this.verification = verification;
        this.database = database;
    }

    @GET
    @RolesAllowed(Role.AUDITOR)
    @Operation(
            summary = "Checks all evidence",
            description =
                    "Goes along the whole chain and holds every digest in it against the rows that it was made of;"
                            + " names the first entry that does not hold. Takes seconds per million attempts.")
    public Verification verify() throws SQLException {
        return verification.verify(database);
    }
}
