package org.tocsin.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.platform.http.Problems;
import org.tocsin.receipt.sendgrid.SendGridEvent;
import org.tocsin.receipt.sendgrid.SendGridSignature;

/** Where SendGrid tells what became of an email. Its signature stands in for a login. */
@Path("/hooks/email/sendgrid")
@Tag(name = "Receipts")
class SendGridResource {

    private final SendGridSignature signature;
    private final MailMatch match;
    private final MailIntake intake;
    private final MeterRegistry meters;

    SendGridResource(SendGridSignature signature, MailMatch match, MailIntake intake, MeterRegistry meters) {
        this.signature = signature;
        this.match = match;
        this.intake = intake;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    @SecurityRequirements
    @Operation(
            summary = "Take a call of SendGrid's signed event webhook",
            description =
                    "Signed with a configured key over its time and its body. Its events of deliveries are stored and answered at once, and"
                            + " applied right after; the same ones again change nothing. Events of an account's other mail are passed over.")
    @APIResponse(responseCode = "202", description = "Stored, known already, or of no use here")
    @APIResponse(responseCode = "400", description = "Signed, and no list of events")
    @APIResponse(responseCode = "403", description = "Not signed with a configured key, or too old; nothing is stored")
    @APIResponse(responseCode = "404", description = "No key is configured")
    @APIResponse(responseCode = "413", description = "Longer than tocsin.http.max-body-size")
    public Response take(
            @HeaderParam(SendGridSignature.HEADER) String signed,
            @HeaderParam(SendGridSignature.TIME) String time,
            InputStream body)
            throws IOException, SQLException {
        if (!signature.open()) {
            throw Problems.notFound("hook");
        }
        byte[] bytes = body.readAllBytes();
        if (!signature.isRight(signed, time, bytes)) {
            meters.counter("tocsin.receipt.forged").increment();
            throw Problems.forbidden("The call is not signed with a key that this service knows, or it is too old.");
        }
        List<String> events =
                SendGridEvent.split(bytes).orElseThrow(() -> Problems.invalid("body", "must be a list of events"));
        intake.takeAll(ours(events), MailSource.SENDGRID);
        return Response.accepted().build();
    }

    /** Those whose Message-ID has the form of ours: an account may send other people other mail, which is nothing to keep. */
    private List<byte[]> ours(List<String> events) {
        return events.stream()
                .filter(event ->
                        !match.candidates(SendGridEvent.read(event).marks()).isEmpty())
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
