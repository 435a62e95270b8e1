package org.tocsin.webhook;

import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/**
 * Who is told of batches and deliveries. An endpoint belongs to the deployment, not to who added it: an incident system whose
 * account was replaced must still find its own.
 */
@Path("/api/v1/webhooks")
@Tag(name = "Webhooks")
class WebhookResource {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    /**
     * Whom to tell of what.
     *
     * @param url https
     * @param eventTypes such as {@code batch.*}, {@code batch.held} or {@code delivery.*}; left out: {@code batch.*}
     */
    @Schema(
            example =
                    """
                    {"url": "https://incidents.example.org/hooks/tocsin", "description": "Incident system",
                     "eventTypes": ["batch.*", "delivery.*"]}""")
    record EndpointRequest(
            @NotBlank @Size(max = 2000) String url,
            @Size(max = 200) String description,
            @Size(min = 1, max = 50) List<@NotNull String> eventTypes) {

        EndpointRequest {
            eventTypes = eventTypes == null ? EventTypes.DEFAULT : eventTypes;
        }
    }

    /**
     * The endpoint as it was added.
     *
     * @param secret checks the signatures; it is shown this once
     */
    record Created(@JsonUnwrapped Endpoint endpoint, String secret) {}

    /** @param overlap how long the secret before signs too; left out: a day */
    @Schema(example = "{\"overlap\": \"PT24H\"}")
    record RotationRequest(Duration overlap) {}

    /** @param secret the new one; it is shown this once */
    record NewSecret(String secret) {}

    /**
     * What to send again.
     *
     * @param from the sequence of an event of the batch, or the time from which on
     * @param batchId of this batch only; needed with a sequence
     */
    @Schema(example = "{\"from\": 17, \"batchId\": \"0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60\"}")
    record ReplayRequest(
            @NotNull @Schema(
                            implementation = String.class,
                            description = "A sequence, as a number, or a time (RFC 3339)")
                    ReplayPoint from,
            UUID batchId) {}

    private final EndpointDesk desk;
    private final EndpointUrl urls;
    private final Caller caller;

    WebhookResource(EndpointDesk desk, CallableAddresses callable, WebhookConfig config, Caller caller) {
        this.desk = desk;
        this.urls = new EndpointUrl(callable, config.loopback());
        this.caller = caller;
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, OPERATOR, AUDITOR})
    @Transactional
    @Operation(summary = "List the webhooks, and how far behind they are")
    public Page<Endpoint> list(@BeanParam PageQuery query) {
        return Page.of(query, desk.list(query.after(UUID::fromString), query.limit() + 1), Endpoint::id);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, OPERATOR, AUDITOR})
    @Transactional
    @Operation(summary = "Read a webhook")
    public Endpoint get(@PathParam("id") UUID id) {
        return desk.get(id);
    }

    /** Not {@link Idempotent}: that would keep the secret. An answer that was lost leaves a webhook to be deleted. */
    @POST
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Transactional
    @Operation(
            summary = "Be told of what happens to batches and deliveries",
            description =
                    "From now on each event is posted to the URL, as Standard Webhooks 1.0.0 says: `webhook-id`, `webhook-timestamp`,"
                            + " `webhook-signature`, and a body of `type`, `timestamp` and `data`. Those of one batch come in order,"
                            + " each at least once; `data.sequence` is the event's number in its batch. Any answer but 2xx is tried"
                            + " again for three days, and holds up that batch alone; then, or at a 410, the webhook is DISABLED."
                            + " `Idempotency-Key` is not taken, for the answer with the secret is kept nowhere.")
    @APIResponse(
            responseCode = "201",
            description = "Added; the secret is not shown again",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Created.class)))
    @APIResponse(responseCode = "409", description = "There are as many webhooks as there may be")
    public Response add(@NotNull @Valid EndpointRequest request) {
        urls.problem(request.url()).ifPresent(problem -> {
            throw Problems.invalid("url", problem);
        });
        if (!request.eventTypes().stream().allMatch(EventTypes::known)) {
            throw Problems.invalid("eventTypes", "must be of " + EventTypes.list());
        }
        List<String> types = request.eventTypes().stream().distinct().sorted().toList();
        Created created = desk.add(request.url(), request.description(), types, caller.subject());
        return Response.status(StatusCode.CREATED)
                .location(UriBuilder.fromResource(WebhookResource.class)
                        .path(created.endpoint().id().toString())
                        .build())
                .entity(created)
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, OPERATOR})
    @Transactional
    @Operation(summary = "Be told nothing more")
    public void delete(@PathParam("id") UUID id) {
        desk.delete(id, caller.subject());
    }

    /** Not {@link Idempotent}, as adding is not. A second rotation does not shorten the time of the secrets before. */
    @POST
    @Path("/{id}/secret")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Transactional
    @Operation(
            summary = "Change the secret",
            description = "Until the overlap has passed, each message carries a signature by either secret."
                    + " `PT0S` ends the old one at once: for one that has leaked.")
    public NewSecret rotate(@PathParam("id") UUID id, @Valid RotationRequest request) {
        Duration overlap = request == null || request.overlap() == null ? Duration.ofDays(1) : request.overlap();
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problems.invalid("overlap", "must be from PT0S to P7D");
        }
        return new NewSecret(desk.rotate(id, overlap, caller.subject()));
    }

    @POST
    @Path("/{id}/enable")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, OPERATOR})
    @Transactional
    @Idempotent
    @Operation(
            summary = "Tell a disabled webhook again",
            description =
                    "It goes on where it stopped, with everything that it was not told since and that is still kept.")
    public Endpoint enable(@PathParam("id") UUID id) {
        return desk.enable(id, caller.subject());
    }

    @POST
    @Path("/{id}/replay")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Transactional
    @Idempotent
    @Operation(
            summary = "Send events again, from a point on",
            description =
                    "In order, with the ids that they had. Also what was before the webhook was added, as far as it is"
                            + " kept; changes of deliveries are noted only while some webhook asks for them.")
    public Replays.Result replay(@PathParam("id") UUID id, @NotNull @Valid ReplayRequest request) {
        if (request.from().sequence() != null && request.batchId() == null) {
            throw Problems.invalid("batchId", "is needed with a sequence, which counts the events of one batch");
        }
        return desk.replay(id, request.from(), request.batchId(), caller.subject());
    }
}
