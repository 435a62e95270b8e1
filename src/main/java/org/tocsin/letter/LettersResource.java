package org.tocsin.letter;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.affected.intake.ContentDigest;
import org.tocsin.batch.Batch;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.ReadLog;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** The substitute list of a batch: who is owed a letter, for people and for a print house. */
@Path("/api/v1/batches/{id}/letters")
@Tag(name = "Letters")
class LettersResource {

    private static final String CSV = "text/csv; charset=utf-8";
    private static final String CSV_TYPE = "text/csv";

    private final LetterBatches batches;
    private final LetterExports exports;
    private final LetterFiles files;
    private final ReadLog reads;
    private final Caller caller;

    LettersResource(LetterBatches batches, LetterExports exports, LetterFiles files, ReadLog reads, Caller caller) {
        this.batches = batches;
        this.exports = exports;
        this.files = files;
        this.reads = reads;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({AUTHOR, APPROVER})
    @Transactional
    @TransactionConfiguration(timeout = 600) // a million people are opened in it, for the checksum
    @Idempotent
    @Operation(
            summary = "Fix a list of letters for a print house",
            description =
                    "Everyone UNREACHED in the batch at this moment, with counts and the checksum of the file. The file is then"
                            + " fetched at `Location` as `text/csv`, as often as is needed, always the same bytes. Who has no"
                            + " usable postal address is not in the file but in a list of their own: a letter cannot reach them."
                            + " Names and addresses stand in the file as they were recorded, also with a first `=`, `+`, `-` or `@`;"
                            + " with an apostrophe in front only what a spreadsheet could take for a formula that calls something or"
                            + " reads from elsewhere.")
    @APIResponse(
            responseCode = "201",
            description = "The list is fixed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterExport.class)))
    @APIResponse(responseCode = "404", description = "There is no such batch.")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch was not started, is a drill or simulated, its records were purged, or the first request with"
                            + " this Idempotency-Key is still running.")
    public Response export(
            @PathParam("id") UUID id,
            @QueryParam("onlyNew")
                    @DefaultValue("false")
                    @Parameter(description = "Leave out whoever is in an earlier export of this batch.")
                    boolean onlyNew) {
        LetterExport export = exports.make(id, onlyNew, caller.subject());
        return Response.created(URI.create("/api/v1/batches/" + id + "/letters/" + export.id()))
                .entity(export)
                .build();
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "List the exports of a batch, latest first; as `text/csv`: whom it has not reached by now",
            description =
                    "With `Accept: text/csv` or none (author, approver) the present list itself, everyone UNREACHED, also who has"
                            + " no usable postal address (`mailable` is `no`), without fixing it as an export. It is for people, not"
                            + " for a print house: whatever could begin a formula has an apostrophe in front. 409 when the batch was not"
                            + " started, is a drill or simulated; 410 once its records have been purged.")
    public Page<LetterExport> list(@PathParam("id") UUID id, @BeanParam PageQuery query) {
        batches.require(id);
        UUID before = query.after(UUID::fromString).orElse(null);
        return Page.of(query, exports.page(id, before, query.limit() + 1), LetterExport::id);
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER})
    @Produces(CSV)
    @Operation(hidden = true) // told at the list: OpenAPI has one operation per path and method
    public Response current(@PathParam("id") UUID id) {
        Batch batch = batches.requireStarted(id);
        batches.requireReadable(batch);
        logRead(batch, "whom it has not reached");
        return file(out -> files.writeCurrent(batch, out), "unreached-" + id);
    }

    @GET
    @Path("/{exportId}")
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Read an export; as `text/csv`: its file",
            description =
                    "With `Accept: text/csv` or none (author, approver) the file for the print house, always the same bytes, with their"
                            + " `Content-Digest`. Should a record have been changed since, the answer breaks off. 410 once the"
                            + " records have been purged.")
    @APIResponse(
            responseCode = "200",
            description = "The export",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterExport.class)))
    @APIResponse(responseCode = "404", description = "There is no such batch or export.")
    @APIResponse(responseCode = "409", description = "As `text/csv`: the batch was simulated.")
    @APIResponse(responseCode = "410", description = "As `text/csv`: the batch's records have been purged.")
    public LetterExport get(@PathParam("id") UUID id, @PathParam("exportId") UUID exportId) {
        return require(id, exportId);
    }

    @GET
    @Path("/{exportId}")
    @RolesAllowed({AUTHOR, APPROVER})
    @Produces(CSV)
    @Operation(hidden = true)
    public Response letters(@PathParam("id") UUID id, @PathParam("exportId") UUID exportId) {
        LetterExport export = require(id, exportId);
        Batch batch = batches.require(id);
        batches.requireReadable(batch);
        logRead(batch, "letters:" + exportId);
        return Response.fromResponse(file(out -> files.writeLetters(batch, export, out), "letters-" + exportId))
                .header(ContentDigest.HEADER, export.contentDigest())
                .build();
    }

    @GET
    @Path("/{exportId}/without-address")
    @RolesAllowed({AUTHOR, APPROVER})
    @Produces(CSV)
    @Operation(
            summary = "Who of an export has no usable postal address",
            description =
                    "They are owed a substitute notice by publication. The columns are those of the letters; whatever could"
                            + " begin a formula has an apostrophe in front.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = CSV_TYPE))
    @APIResponse(responseCode = "404", description = "There is no such batch or export.")
    @APIResponse(responseCode = "409", description = "The batch was simulated.")
    @APIResponse(responseCode = "410", description = "The batch's records have been purged.")
    public Response withoutAddress(@PathParam("id") UUID id, @PathParam("exportId") UUID exportId) {
        LetterExport export = require(id, exportId);
        Batch batch = batches.require(id);
        batches.requireReadable(batch);
        logRead(batch, "letters-without-address:" + exportId);
        return file(out -> files.writeWithoutAddress(batch, export, out), "without-address-" + exportId);
    }

    private LetterExport require(UUID batch, UUID export) {
        return exports.find(batch, export).orElseThrow(() -> Problems.notFound("list of letters"));
    }

    /** A whole list is one entry, durable before its first byte leaves. */
    private void logRead(Batch batch, String what) {
        reads.append(new Act(
                batch.incidentId,
                caller.subject(),
                Action.RECORD_SET_READ,
                "record-set:" + batch.recordSetId,
                Map.of("batch", batch.id.toString(), "for", what)));
    }

    private static Response file(StreamingOutput content, String name) {
        return Response.ok(content)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .build();
    }
}
