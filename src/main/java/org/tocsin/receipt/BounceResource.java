package org.tocsin.receipt;

import static org.tocsin.access.Role.MAIL_FEED;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where an organisation's mail server hands over what came back to the return path. */
@Path("/hooks/email/bounces")
@Tag(name = "Receipts")
class BounceResource {

    private final MailIntake intake;

    BounceResource(MailIntake intake) {
        this.intake = intake;
    }

    @POST
    @Consumes(ReturnedMails.MEDIA_TYPE)
    @RolesAllowed(MAIL_FEED)
    @Operation(
            summary = "Take a mail that came back",
            description =
                    "A bounce, a complaint or an automatic reply, as it is. Stored and answered at once, applied right after. The same mail"
                            + " again changes nothing.")
    @APIResponse(responseCode = "202", description = "Stored, or known already")
    @APIResponse(responseCode = "413", description = "Longer than tocsin.http.max-body-size")
    public Response take(byte[] mail) throws SQLException {
        intake.take(ReturnedMails.notEmpty(mail), MailSource.HOOK);
        return Response.accepted().build();
    }
}
