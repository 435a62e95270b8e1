package org.tocsin.batch;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
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

/** Batches over HTTP: plan, read, submit. */
@Path("/api/v1/batches")
@Tag(name = "Batches")
class BatchResource {

    private final Batches batches;
    private final BatchViews views;
    private final Caller caller;

    BatchResource(Batches batches, BatchViews views, Caller caller) {
        this.batches = batches;
        this.views = views;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(AUTHOR)
    @Transactional
    @Idempotent
    @Operation(summary = "Plan a batch: everyone in a record set, a template, a channel policy")
    @APIResponse(
            responseCode = "201",
            description = "Planned",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchView.class)))
    @APIResponse(responseCode = "422", description = "It cannot be planned as asked; see violations")
    public Response open(@NotNull @Valid BatchRequest request) {
        Batch batch = batches.open(request, caller.subject());
        return Response.status(StatusCode.CREATED)
                .location(UriBuilder.fromResource(BatchResource.class)
                        .path(batch.id.toString())
                        .build())
                .entity(views.of(batch))
                .build();
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(summary = "List batches, latest first")
    public Page<BatchView> list(@QueryParam("incidentId") UUID incident, @BeanParam PageQuery query) {
        UUID before = query.after(UUID::fromString).orElse(null);
        return Page.of(query, Batch.page(incident, before, query.limit() + 1), batch -> batch.id)
                .map(views::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(summary = "Read a batch: where it stands, counted, and what approving it would mean")
    public BatchView get(@PathParam("id") UUID id) {
        return views.of(batches.find(id).orElseThrow(() -> Problems.notFound("batch")));
    }

    @POST
    @Path("/{id}/submission")
    @RolesAllowed(AUTHOR)
    @Transactional
    @TransactionConfiguration(timeout = 600) // a million people are claimed and digested in it
    @Idempotent
    @Operation(summary = "Ask for approval; from here on nothing in the batch can change")
    @APIResponse(responseCode = "200", description = "Submitted")
    @APIResponse(
            responseCode = "409",
            description = "The batch is not a draft, or the first request with this Idempotency-Key is still running")
    public BatchView submit(@PathParam("id") UUID id) {
        return views.of(batches.submit(id, caller.subject()));
    }
}
