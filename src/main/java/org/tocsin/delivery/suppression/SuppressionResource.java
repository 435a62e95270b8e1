package org.tocsin.delivery.suppression;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.OPERATOR;
import static org.tocsin.access.Role.SUPPORT;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** Addresses that nothing is sent to. */
@Path("/api/v1/suppressions")
@Tag(name = "Suppressions")
class SuppressionResource {

    /**
     * Which address, and why.
     *
     * @param address an email address, or a phone number in its international form; it stands in no answer
     * @param note for colleagues; it stands in no evidence
     * @param expiresAt when it shall end by itself; left out: not before it is lifted
     */
    @Schema(
            example =
                    """
                    {
                      "channel": "EMAIL",
                      "address": "ann.doe@example.org",
                      "reason": "OPTED_OUT",
                      "note": "Asked by telephone for letters only."
                    }""")
    record SuppressionRequest(
            @NotNull ChannelKind channel,
            @NotBlank @Size(max = 254) String address,
            @NotNull SuppressionReason reason,
            @Size(max = 2000) String note,
            Instant expiresAt) {}

    private final SuppressionDesk desk;
    private final Caller caller;

    SuppressionResource(SuppressionDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({APPROVER, OPERATOR, SUPPORT, AUDITOR})
    @Transactional
    @Operation(summary = "List the addresses that nothing is sent to, masked, oldest first")
    public Page<Suppression> list(@BeanParam PageQuery query) {
        return Page.of(query, desk.list(query.after(UUID::fromString), query.limit() + 1), Suppression::id);
    }

    @POST
    @RolesAllowed({OPERATOR, SUPPORT})
    @Transactional
    @Idempotent
    @Operation(
            summary = "Send nothing more to an address",
            description =
                    "From now on, in batches that are being sent as well: its deliveries become UNDELIVERABLE (SUPPRESSED), and the"
                            + " person's next channel opens. Who has none left is unreached, and is owed a letter. A batch whose"
                            + " approved policy overrides opt-outs still reaches an address that is OPTED_OUT or has sent a COMPLAINT,"
                            + " never one that is ADDRESS_DEAD.")
    @APIResponse(
            responseCode = "201",
            description = "Nothing more is sent to it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Suppression.class)))
    @APIResponse(responseCode = "409", description = "Nothing is sent to the address already, for the same reason")
    public Response add(@NotNull @Valid SuppressionRequest request) {
        Suppression added = desk.add(
                request.channel(),
                request.address(),
                request.reason(),
                request.note(),
                request.expiresAt(),
                caller.subject());
        return Response.status(StatusCode.CREATED).entity(added).build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({OPERATOR, SUPPORT})
    @Transactional
    @Operation(
            summary = "Let an address be sent to again",
            description = "In deliveries that are planned or sent later; what became undeliverable stays so.")
    @APIResponse(responseCode = "204", description = "Lifted")
    @APIResponse(responseCode = "404", description = "There is no such suppression, or it is lifted")
    public void lift(@PathParam("id") UUID id) {
        desk.lift(id, caller.subject());
    }
}
