package org.tocsin.receipt;

import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.MAIL_FEED;
import static org.tocsin.access.Role.OPERATOR;
import static org.tocsin.access.Role.SUPPORT;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.receipt.bounce.ReturnedMailReader;

/** How a mail that came back is read. */
@Path("/api/v1/bounces/explanation")
@Tag(name = "Receipts")
class BounceExplanationResource {

    @POST
    @Consumes({ReturnedMails.MEDIA_TYPE, "message/global", MediaType.TEXT_PLAIN, MediaType.APPLICATION_OCTET_STREAM})
    @RolesAllowed({OPERATOR, SUPPORT, AUDITOR, MAIL_FEED})
    @Operation(
            summary = "Explain how a mail is read",
            description =
                    "Whether it is a bounce, a complaint or an automatic reply, and what it says of whom: without applying or keeping"
                            + " it. Any mail is read, with either kind of line end and as a mailbox file has it; what cannot be made out is OTHER. Addresses are masked.")
    @APIResponse(responseCode = "200", description = "How the mail is read")
    @APIResponse(responseCode = "413", description = "Longer than tocsin.http.max-body-size")
    public BounceExplanation explain(byte[] mail) {
        return BounceExplanation.of(ReturnedMailReader.read(ReturnedMails.notEmpty(mail)));
    }
}
