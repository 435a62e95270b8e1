package org.tocsin.batch.list;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.OPERATOR;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.batch.Batch;
import org.tocsin.batch.Batches;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.evidence.ReadLog;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** The deliveries of a batch, as pages and as a file. */
@Path("/api/v1/batches/{id}")
@Tag(name = "Batches")
class BatchDeliveriesResource {

    private final Batches batches;
    private final DeliveryRows rows;
    private final EvidenceLog evidence;
    private final ReadLog reads;
    private final Caller caller;

    BatchDeliveriesResource(Batches batches, DeliveryRows rows, EvidenceLog evidence, ReadLog reads, Caller caller) {
        this.batches = batches;
        this.rows = rows;
        this.evidence = evidence;
        this.reads = reads;
        this.caller = caller;
    }

    @GET
    @Path("/deliveries")
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, AUDITOR})
    @Operation(
            summary = "List a batch's deliveries, addresses masked",
            description =
                    "Each page that shows somebody is one entry of the evidence. Once the records have been purged,"
                            + " `purged` stands in the place of every address.")
    public Page<DeliveryRow> list(
            @PathParam("id") UUID id,
            @QueryParam("state") String state,
            @QueryParam("channel") String channel,
            @QueryParam("movedBy") @Parameter(description = "Only those that this rule on a compromised channel moved.")
                    UUID movedBy,
            @BeanParam PageQuery query) {
        Batch batch = batches.find(id).orElseThrow(() -> Problems.notFound("batch"));
        List<DeliveryRow> found = rows.read(
                id,
                oneOf(DeliveryState.class, "state", state),
                oneOf(ChannelKind.class, "channel", channel),
                movedBy,
                query.after(UUID::fromString).orElse(null),
                query.limit() + 1);
        Page<DeliveryRow> page = Page.of(query, found, DeliveryRow::deliveryId);
        if (!page.items().isEmpty()) {
            reads.append(new Act(
                    batch.incidentId,
                    caller.subject(),
                    Action.RECORD_SET_READ,
                    "record-set:" + batch.recordSetId,
                    Map.of("batch", id.toString(), "deliveries", page.items().size())));
        }
        return page;
    }

    @GET
    @Path("/deliveries.csv")
    @Produces("text/csv; charset=utf-8")
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Transactional
    @Operation(summary = "The same as a file, safe to open in a spreadsheet")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/csv"))
    public Response export(@PathParam("id") UUID id) {
        Batch batch = batches.find(id).orElseThrow(() -> Problems.notFound("batch"));
        evidence.append(new Act(
                batch.incidentId, caller.subject(), Action.BATCH_EXPORTED, "batch:" + id, Map.of("form", "csv")));
        StreamingOutput file = out -> rows.writeCsv(id, out);
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"deliveries-" + id + ".csv\"")
                .build();
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String field, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(field, "must be one of " + Arrays.toString(type.getEnumConstants()));
        }
    }
}
