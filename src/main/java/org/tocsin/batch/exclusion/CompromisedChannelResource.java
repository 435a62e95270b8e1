package org.tocsin.batch.exclusion;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.channel.ChannelKind;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.Parsed;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.Problems;

/** Channels that an incident's people are not to be written to over. */
@Path("/api/v1/incidents/{incidentId}/compromised-channels")
@Tag(name = "Compromised channels")
class CompromisedChannelResource {

    /**
     * What is compromised, and why.
     *
     * @param domain all mailboxes of exactly this domain, for EMAIL only; the whole channel when it is absent
     */
    @Schema(
            example =
                    """
                    {"channel": "EMAIL", "domain": "example.org", "reason": "The attackers read its mail."}""")
    record CompromisedRequest(
            @NotNull ChannelKind channel, @Size(max = 253) String domain, @NotBlank @Size(max = 2000) String reason) {}

    /** A rule that stands. */
    record Compromised(UUID id, ChannelKind channel, String domain, String reason, String addedBy, Instant addedAt) {

        static Compromised of(CompromisedChannel rule) {
            return new Compromised(
                    rule.id(), rule.channel(), rule.domain(), rule.reason(), rule.addedBy(), rule.addedAt());
        }
    }

    /**
     * A rule, and what it came to.
     *
     * @param heldBatches the lists that were made without it; a person resumes or cancels each
     */
    record Added(Compromised rule, List<UUID> heldBatches) {}

    private final CompromisedChannels channels;
    private final Caller caller;

    CompromisedChannelResource(CompromisedChannels channels, Caller caller) {
        this.channels = channels;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({AUTHOR, APPROVER})
    @Transactional
    @TransactionConfiguration(timeout = 600) // it waits for a submission of a million people that is under way
    @Idempotent
    @Operation(
            summary = "Keep an incident's notices off a channel, or off the mailboxes of a domain",
            description =
                    "Plans made later move the people to their next channel, and show whom each rule moves. Batches that"
                            + " are submitted, approved or being sent are held (CHANNEL_COMPROMISED).")
    @APIResponse(
            responseCode = "201",
            description = "The rule stands",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Added.class)))
    @APIResponse(responseCode = "409", description = "The same rule stands already")
    public Response add(@PathParam("incidentId") UUID incident, @NotNull @Valid CompromisedRequest request) {
        CompromisedChannels.Added added =
                channels.add(incident, request.channel(), domain(request), request.reason(), caller.subject());
        return Response.status(StatusCode.CREATED)
                .entity(new Added(Compromised.of(added.rule()), added.held()))
                .build();
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Operation(summary = "List an incident's compromised channels, all of them on one page")
    public Page<Compromised> list(@PathParam("incidentId") UUID incident) {
        return new Page<>(channels.list(incident).stream().map(Compromised::of).toList(), null);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({AUTHOR, APPROVER})
    @Operation(summary = "Lift a rule, for plans made later")
    @APIResponse(responseCode = "204", description = "Lifted")
    @APIResponse(responseCode = "404", description = "The rule does not stand")
    public void lift(@PathParam("incidentId") UUID incident, @PathParam("id") UUID id) {
        channels.lift(incident, id, caller.subject());
    }

    /** In the form in which the mailboxes' own domains are compared. */
    private static String domain(CompromisedRequest request) {
        if (request.domain() == null) {
            return null;
        }
        if (request.channel() != ChannelKind.EMAIL) {
            throw Problems.invalid("domain", "is of mailboxes; it goes with EMAIL only");
        }
        Parsed<EmailAddress> mailbox =
                EmailAddress.parse("x@" + request.domain().strip());
        return mailbox.optional()
                .map(EmailAddress::domain)
                .orElseThrow(() -> Problems.invalid("domain", "is not a domain"));
    }
}
