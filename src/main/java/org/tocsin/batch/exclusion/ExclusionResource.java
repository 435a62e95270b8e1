package org.tocsin.batch.exclusion;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;
import org.tocsin.access.Caller;
import org.tocsin.delivery.exclusion.Exclusion;
import org.tocsin.delivery.exclusion.ExclusionReason;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** People of an incident who are not to be told. */
@Path("/api/v1/incidents/{incidentId}/exclusions")
@Tag(name = "Exclusions")
class ExclusionResource {

    private static final String CUSTOMER_REF = "[A-Za-z0-9._~-]{1,64}";

    /**
     * Who, and why.
     *
     * @param note for the people who handle the incident; it stands neither in the evidence nor in the answer
     */
    @Schema(
            example =
                    """
                    {
                      "customerRef": "C-1002",
                      "reason": "LAW_ENFORCEMENT_HOLD",
                      "note": "Request of the police of 20 August, file 815."
                    }""")
    record ExclusionRequest(
            @NotNull @Pattern(regexp = CUSTOMER_REF, message = "must be a customer's reference") String customerRef,
            @NotNull ExclusionReason reason,
            @Size(max = 2000) String note) {}

    /**
     * What the exclusion came to.
     *
     * @param stopped deliveries of submitted batches that will not be sent
     * @param alreadySent deliveries that have left or may have, which nothing can call back
     */
    record Excluded(
            String customerRef,
            ExclusionReason reason,
            String excludedBy,
            Instant excludedAt,
            int stopped,
            List<LaterExclusions.Left> alreadySent) {}

    /** An exclusion that stands. */
    record Listed(String customerRef, ExclusionReason reason, String note, String excludedBy, Instant excludedAt) {}

    private final Exclusions exclusions;
    private final Caller caller;

    ExclusionResource(Exclusions exclusions, Caller caller) {
        this.exclusions = exclusions;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({AUTHOR, APPROVER})
    @Transactional
    @TransactionConfiguration(
            timeout = 600) // it waits for a submission or a start of a million people that is under way
    @Idempotent
    @Operation(
            summary = "Leave a person out of every batch of an incident",
            description = "From plans made later, and from batches that are submitted, approved or being sent:"
                    + " what has not left is not sent any more.")
    @APIResponse(
            responseCode = "201",
            description = "Excluded",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Excluded.class)))
    @APIResponse(responseCode = "409", description = "The person is excluded already")
    public Response exclude(@PathParam("incidentId") UUID incident, @NotNull @Valid ExclusionRequest request) {
        Exclusions.Excluded excluded =
                exclusions.exclude(incident, request.customerRef(), request.reason(), request.note(), caller.subject());
        Exclusion exclusion = excluded.exclusion();
        return Response.status(StatusCode.CREATED)
                .entity(new Excluded(
                        exclusion.customerRef(),
                        exclusion.reason(),
                        exclusion.excludedBy(),
                        exclusion.excludedAt(),
                        excluded.effect().stopped(),
                        excluded.effect().alreadySent()))
                .build();
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Operation(summary = "List an incident's exclusions, by the customers' references")
    public Page<Listed> list(@PathParam("incidentId") UUID incident, @BeanParam PageQuery query) {
        String after = query.after(reference -> reference).orElse("");
        return Page.of(query, exclusions.list(incident, after, query.limit() + 1), Exclusion::customerRef)
                .map(one ->
                        new Listed(one.customerRef(), one.reason(), one.note(), one.excludedBy(), one.excludedAt()));
    }

    @DELETE
    @Path("/{customerRef}")
    @RolesAllowed({AUTHOR, APPROVER})
    @Operation(
            summary = "Lift an exclusion, for plans made later",
            description = "Whoever was left out of a plan, or taken off a submitted list, stays out of it.")
    @APIResponse(responseCode = "204", description = "Lifted")
    @APIResponse(responseCode = "404", description = "The person is not excluded")
    public void lift(@PathParam("incidentId") UUID incident, @PathParam("customerRef") String customerRef) {
        exclusions.lift(incident, customerRef, caller.subject());
    }
}
