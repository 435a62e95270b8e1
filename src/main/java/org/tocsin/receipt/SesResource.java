package org.tocsin.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.tocsin.platform.http.Problems;
import org.tocsin.receipt.bounce.SesEvent;
import org.tocsin.receipt.ses.SnsFeed;

/** Where Amazon SES tells, through Amazon SNS, what became of an email. The topic's signature stands in for a login. */
@Path("/hooks/email/ses")
@Tag(name = "Receipts")
class SesResource {

    private static final Logger LOG = Logger.getLogger(SesResource.class);

    private final SnsFeed feed;
    private final MailIntake intake;
    private final MeterRegistry meters;

    SesResource(SnsFeed feed, MailIntake intake, MeterRegistry meters) {
        this.feed = feed;
        this.intake = intake;
        this.meters = meters;
    }

    @POST
    @Consumes({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @PermitAll
    @SecurityRequirements
    @Operation(
            summary = "Take a call of Amazon SNS about emails sent through Amazon SES",
            description =
                    "Of a configured topic, with its signature (version 1 or 2). A notification is stored and answered at once, and applied"
                            + " right after; the same one again changes nothing. A subscription to a configured topic is confirmed.")
    @APIResponse(responseCode = "202", description = "Stored, known already, of no use here, or confirmed")
    @APIResponse(responseCode = "403", description = "Not signed by a configured topic; nothing is stored")
    @APIResponse(responseCode = "404", description = "No topic is configured")
    @APIResponse(responseCode = "413", description = "Longer than tocsin.http.max-body-size")
    @APIResponse(
            responseCode = "503",
            description = "Amazon SNS, asked for its certificate, did not answer: call again")
    public Response take(InputStream body) throws IOException, SQLException {
        if (!feed.open()) {
            throw Problems.notFound("hook");
        }
        Optional<String> event = receive(body.readAllBytes()).filter(SesEvent::isOfDelivery);
        if (event.isPresent()) {
            intake.take(event.get().getBytes(StandardCharsets.UTF_8), MailSource.SES);
        }
        return Response.accepted().build();
    }

    private Optional<String> receive(byte[] body) {
        try {
            return feed.receive(body);
        } catch (SnsFeed.ForgedException e) {
            meters.counter("tocsin.receipt.forged").increment();
            LOG.debugf("A call of Amazon SNS was refused: %s", e.getMessage());
            throw Problems.forbidden("The call is not signed by a topic that this service listens to.");
        } catch (IOException e) {
            LOG.warnf(
                    "Amazon SNS did not answer, and will call again: %s",
                    e.getClass().getName());
            throw new ServiceUnavailableException();
        }
    }
}
