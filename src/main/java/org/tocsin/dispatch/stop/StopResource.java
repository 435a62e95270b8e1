package org.tocsin.dispatch.stop;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.OPERATOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.platform.http.Idempotent;

/** The global stop switch over HTTP. */
@Path("/api/v1/admin/stop")
@Tag(name = "Control")
class StopResource {

    /** Why; it stands in the evidence. */
    @Schema(example = "{\"reason\": \"Wrong link in the text; nothing more may go out.\"}")
    record Because(@NotBlank @Size(max = 2000) String reason) {}

    /** Whether all sending is stopped. */
    record Stop(boolean stopped) {}

    private final StopSwitch stopSwitch;
    private final Caller caller;

    StopResource(StopSwitch stopSwitch, Caller caller) {
        this.stopSwitch = stopSwitch;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(summary = "Whether all sending is stopped")
    public Stop read() {
        return new Stop(stopSwitch.stopped());
    }

    @POST
    @RolesAllowed({AUTHOR, APPROVER, OPERATOR})
    @Transactional
    @Idempotent
    @Operation(summary = "Stop all sending, on every replica")
    @APIResponse(responseCode = "200", description = "Stopped")
    @APIResponse(responseCode = "409", description = "The first request with this Idempotency-Key is still running")
    public Stop stop(@NotNull @Valid Because because) {
        stopSwitch.stop(caller.subject(), because.reason());
        return new Stop(true);
    }

    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(APPROVER)
    @Operation(summary = "Let sending go on")
    public Stop lift(@Valid Because because) {
        stopSwitch.lift(caller.subject(), because == null ? "not given" : because.reason());
        return new Stop(false);
    }
}
