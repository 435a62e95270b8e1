package org.tocsin.batch.followup;

import static org.tocsin.access.Role.AUTHOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchView;
import org.tocsin.batch.BatchViews;
import org.tocsin.platform.http.Idempotent;

/** Once more to those not reached, and a correction to everyone who may have been: each one call that plans a new batch. */
@Path("/api/v1/batches/{id}")
@Tag(name = "Batches")
class FollowUpResource {

    private final FollowUps followUps;
    private final BatchViews views;
    private final Caller caller;

    FollowUpResource(FollowUps followUps, BatchViews views, Caller caller) {
        this.followUps = followUps;
        this.views = views;
        this.caller = caller;
    }

    @POST
    @Path("/resend")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(AUTHOR)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Plan a batch for those whom this one did not reach",
            description =
                    "A new batch of purpose RESEND over the same record set, to be submitted and approved as any other. In it is who"
                            + " was UNREACHED when it was planned and is not told by another resend of this batch, or by a resend"
                            + " of one; nobody else is in it, and `plan.source` counts them. Settings are this batch's where"
                            + " the body does not say otherwise; once its text was corrected, the body must name another template."
                            + " The resend of a drill is a drill, and what was simulated is resent only where all is simulated.")
    @APIResponse(
            responseCode = "201",
            description = "Planned",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchView.class)))
    @APIResponse(responseCode = "404", description = "There is no such batch.")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch has not ended or told nobody, its records were purged, it was simulated and this one would not be"
                            + " (or the other way round), or the first request with this Idempotency-Key is still running.")
    @APIResponse(responseCode = "422", description = "It cannot be planned as asked; see violations.")
    public Response resend(@PathParam("id") UUID id, @Valid FollowUpRequest request) {
        return created(followUps.resend(id, orNothingElse(request), caller.subject()));
    }

    @POST
    @Path("/correction")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(AUTHOR)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Plan a correction for everyone who may have got this batch's message",
            description =
                    "A new batch of purpose CORRECTION over the same record set, with another template, to be submitted and approved"
                            + " as any other. In it is everyone to whom a message was handed over or may have been, also when it"
                            + " bounced later; nobody else is in it, and `plan.source` counts them. A batch that is being sent"
                            + " must be paused or cancelled first. When it has gone to more people before the correction is"
                            + " submitted, that is refused. From the submission on it sends nothing more, nor over a next channel"
                            + " after a late bounce: it is HELD (`CORRECTED`), and can only be cancelled, unless the correction is"
                            + " rejected, or cancelled before it was started. So it is with resends of it that have the same"
                            + " template; who got the text from one of these is in a correction of that one.")
    @APIResponse(
            responseCode = "201",
            description = "Planned",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchView.class)))
    @APIResponse(responseCode = "404", description = "There is no such batch.")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch is being sent or told nobody, its records were purged, it was simulated and this one would not be"
                            + " (or the other way round), or the first request with this Idempotency-Key is still running.")
    @APIResponse(responseCode = "422", description = "No other template is named, or it cannot be planned as asked.")
    public Response correct(@PathParam("id") UUID id, @Valid FollowUpRequest request) {
        return created(followUps.correct(id, orNothingElse(request), caller.subject()));
    }

    private static FollowUpRequest orNothingElse(FollowUpRequest request) {
        return request == null ? FollowUpRequest.NOTHING_ELSE : request;
    }

    private Response created(Batch batch) {
        return Response.status(StatusCode.CREATED)
                .location(URI.create("/api/v1/batches/" + batch.id))
                .entity(views.of(batch))
                .build();
    }
}
