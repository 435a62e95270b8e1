package org.tocsin.batch.preview;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUTHOR;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.affected.Person;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.compose.Composition;
import org.tocsin.compose.Result;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.IncidentFacts;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;
import org.tocsin.template.TemplateVersion;
import org.tocsin.template.Templates;
import org.tocsin.template.Variant;
import org.tocsin.template.VariantChoice;

/** Sends the sample person's message to staff, to be looked at in a real mailbox or on a real phone. */
@Path("/api/v1/templates/{id}/test-send")
@Tag(name = "Previews")
class TestSendResource {

    /** Which message to whom. */
    @Schema(
            example =
                    """
                    {
                      "incidentId": "0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f",
                      "channel": "EMAIL", "locale": "en", "to": "staff@example.org"
                    }""")
    record TestSendRequest(
            @NotNull UUID incidentId,
            @NotNull ChannelKind channel,
            @Size(max = 35) String locale,
            @NotBlank @Size(max = 254) String to) {}

    /** What the provider said. */
    record TestSent(SendResult.Verdict result, boolean simulated, String code, String words, String providerId) {}

    private final TestSendConfig config;
    private final Channels channels;
    private final Previews previews;
    private final Templates templates;
    private final Incidents incidents;
    private final EvidenceLog evidence;
    private final Caller caller;

    TestSendResource(
            TestSendConfig config,
            Channels channels,
            Previews previews,
            Templates templates,
            Incidents incidents,
            EvidenceLog evidence,
            Caller caller) {
        this.config = config;
        this.channels = channels;
        this.previews = previews;
        this.templates = templates;
        this.incidents = incidents;
        this.evidence = evidence;
        this.caller = caller;
    }

    // Not transactional: the provider is called here, and no connection may be held while it is.
    @POST
    @RolesAllowed({AUTHOR, APPROVER})
    @Operation(summary = "Send the sample person's message to a listed staff address")
    public TestSent send(@PathParam("id") UUID id, @NotNull @Valid TestSendRequest request) {
        if (!config.allowed().orElse(Set.of()).contains(request.to())) {
            throw Problems.unprocessable(
                    "Tests go to listed staff addresses only.",
                    List.of(new Violation("to", "is not in tocsin.test-send.allowed")));
        }
        MessageChannel channel = channels.find(request.channel(), false)
                .orElseThrow(() -> Problems.unprocessable("No provider is configured for " + request.channel() + "."));
        Composition composition = QuarkusTransaction.requiringNew().call(() -> compose(id, request));
        UUID delivery = Ids.next();
        SendResult result = channel.send(
                new OutboundMessage(
                        delivery,
                        1,
                        request.channel(),
                        request.to(),
                        composition.locale(),
                        composition.subject(),
                        composition.text(),
                        composition.html()),
                () -> true);
        QuarkusTransaction.requiringNew().run(() -> record(id, request, result));
        return new TestSent(result.verdict(), channel.simulated(), result.code(), result.words(), result.providerId());
    }

    private Composition compose(UUID id, TestSendRequest request) {
        TemplateVersion template = templates.find(id).orElseThrow(() -> Problems.notFound("template"));
        IncidentFacts facts = incidents
                .snapshot(request.incidentId())
                .orElseThrow(() -> Problems.notFound("incident"))
                .facts();
        Variant variant = VariantChoice.choose(template, request.channel(), request.locale())
                .orElseThrow(() -> Problems.unprocessable("The template has no variant for that channel."));
        Person sample = previews.sample(template, variant.locale(), facts);
        Result result = previews.compose(variant, facts, request.incidentId(), sample);
        if (result instanceof Result.Unfit unfit) {
            throw Problems.unprocessable("The sample message cannot be made: " + unfit.reason());
        }
        return ((Result.Composed) result).composition();
    }

    private void record(UUID id, TestSendRequest request, SendResult result) {
        evidence.append(new Act(
                request.incidentId(),
                caller.subject(),
                Action.TEST_SENT,
                "template:" + id,
                Map.of(
                        "channel",
                        request.channel().name(),
                        "result",
                        result.verdict().name())));
    }
}
