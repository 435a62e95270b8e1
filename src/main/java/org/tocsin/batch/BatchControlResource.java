package org.tocsin.batch;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.OPERATOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.platform.http.Idempotent;

/** A batch in a person's hands: stop it, let it go on, end it, decide what was held. */
@Path("/api/v1/admin/batches/{id}")
@Tag(name = "Control")
class BatchControlResource {

    /** Why; it stands in the evidence. */
    @Schema(example = "{\"reason\": \"The phone number in the text is wrong.\"}")
    record Because(@NotBlank @Size(max = 2000) String reason) {}

    private final BatchControl control;
    private final HeldDeliveries held;
    private final BatchViews views;
    private final Caller caller;

    BatchControlResource(BatchControl control, HeldDeliveries held, BatchViews views, Caller caller) {
        this.control = control;
        this.held = held;
        this.views = views;
        this.caller = caller;
    }

    @POST
    @Path("/pause")
    @RolesAllowed({AUTHOR, APPROVER, OPERATOR})
    @Transactional
    @Idempotent
    @Operation(summary = "Stop sending a batch; it can be resumed")
    @APIResponse(responseCode = "200", description = "Paused")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch is not being sent nor about to be, or the first request with this Idempotency-Key is still running")
    public BatchView pause(@PathParam("id") UUID id, @NotNull @Valid Because because) {
        return views.of(control.pause(id, caller.subject(), because.reason()));
    }

    @POST
    @Path("/resume")
    @RolesAllowed(APPROVER)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Let a paused or held batch go on",
            description =
                    "Not one that is held for SEAL_BROKEN or APPROVAL_LAPSED: that can only be cancelled (409). Nor one"
                            + " whose correction was submitted, whatever it is held for (CORRECTED, or something before): that can be"
                            + " resumed only when the correction was rejected, or cancelled before it was started.")
    @APIResponse(
            responseCode = "200",
            description =
                    "It goes on; or it is HELD for something that has happened meanwhile, which `heldReason` names")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch is not PAUSED or HELD, or can only be cancelled, or the first request with this Idempotency-Key is still running")
    public BatchView resume(@PathParam("id") UUID id, @NotNull @Valid Because because) {
        return views.of(control.resume(id, caller.subject(), because.reason()));
    }

    @POST
    @Path("/cancel")
    @RolesAllowed({AUTHOR, APPROVER, OPERATOR})
    @Transactional
    @Idempotent
    @Operation(
            summary = "End a batch",
            description = "Nothing of it is sent from now on. Whoever has not been served is withdrawn within minutes:"
                    + " done when `deliveries` shows none planned, due or held.")
    @APIResponse(responseCode = "200", description = "Cancelled")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch has ended already, or the first request with this Idempotency-Key is still running")
    public BatchView cancel(@PathParam("id") UUID id, @NotNull @Valid Because because) {
        return views.of(control.cancel(id, caller.subject(), because.reason()));
    }

    @POST
    @Path("/held-deliveries/decision")
    @RolesAllowed(APPROVER)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Decide on deliveries that nobody but a person can decide on: send them, or give them up",
            description =
                    "All of the batch, in portions. A call that broke off has decided some; repeat it for the rest.")
    @APIResponse(responseCode = "200", description = "Decided")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch is not one of which anything can be held, or the first request with this Idempotency-Key is still running")
    public HeldDeliveries.Decided decide(@PathParam("id") UUID id, @NotNull @Valid HeldDeliveries.Request request) {
        return held.decide(id, request, caller.subject());
    }
}
