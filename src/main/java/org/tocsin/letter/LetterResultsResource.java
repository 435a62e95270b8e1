package org.tocsin.letter;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.affected.intake.ContentDigest;
import org.tocsin.batch.Batch;
import org.tocsin.platform.Digests;
import org.tocsin.platform.http.IdempotencyKey;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.UnlimitedBody;

/** What the print house says became of a batch's letters. */
@Path("/api/v1/batches/{id}/letters/results")
@Tag(name = "Letters")
class LetterResultsResource {

    private static final String CSV_TYPE = "text/csv";
    private static final String UTF_8 = "utf-8";

    private final AgroalDataSource database;
    private final LetterBatches batches;
    private final LetterResults results;
    private final Clock clock;
    private final Caller caller;

    LetterResultsResource(
            AgroalDataSource database, LetterBatches batches, LetterResults results, Clock clock, Caller caller) {
        this.database = database;
        this.batches = batches;
        this.results = results;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({AUTHOR, APPROVER, AUDITOR})
    @Operation(summary = "How a batch's letters stand, counted")
    public LetterCounts counts(@PathParam("id") UUID id) throws SQLException {
        Batch batch = batches.require(id);
        try (Connection connection = database.getConnection()) {
            return LetterCounts.of(connection, batch.id);
        }
    }

    // Not transactional: the body may come slowly. It is whole, and what it should be, before anything is kept.
    @POST
    @UnlimitedBody
    @RolesAllowed({AUTHOR, APPROVER})
    @Consumes(CSV_TYPE)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Import what the print house says: mailed, returned",
            description =
                    """
                    CSV with a header: `sequenceNumber` or `noticeCode` as in the export, `result` (`MAILED` or `RETURNED`), `date` \
                    (`YYYY-MM-DD`) and `reason` (of a return: `ADDRESSEE_UNKNOWN`, `ADDRESS_INCOMPLETE`, `MOVED`, `REFUSED`, \
                    `UNCLAIMED`, `DECEASED`; any other word is kept as `OTHER`). Further columns are passed over. A line that cannot \
                    be taken is told and costs only itself; of a file that cannot be read, or broke off, nothing is kept. The same \
                    lines again change nothing. At most 200,000 lines. `Content-Digest` is checked when it is sent.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = CSV_TYPE,
                            schema = @Schema(type = SchemaType.STRING),
                            examples =
                                    @ExampleObject(
                                            name = "csv",
                                            value =
                                                    """
                                                    sequenceNumber,result,date,reason
                                                    17,MAILED,2026-08-25,
                                                    23,RETURNED,2026-09-02,MOVED
                                                    """)))
    @APIResponse(
            responseCode = "200",
            description = "Kept.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResultsImported.class)))
    @APIResponse(
            responseCode = "400",
            description = "It cannot be read, lacks a column, broke off, or is not what Content-Digest says.")
    @APIResponse(responseCode = "404", description = "There is no such batch.")
    @APIResponse(
            responseCode = "409",
            description =
                    "The batch was not started, is a drill or simulated, or the first request with this Idempotency-Key is still"
                            + " running.")
    @APIResponse(responseCode = "413", description = "More lines than one file may have; split it.")
    @APIResponse(responseCode = "415", description = "Another media type, or another charset than UTF-8.")
    @APIResponse(responseCode = "422", description = "The Idempotency-Key was used for another body.")
    public Response take(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) String idempotencyKey,
            @HeaderParam(ContentDigest.HEADER) String contentDigest,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            InputStream body) {
        Batch batch = batches.requireStarted(id);
        requireUtf8(headers.getMediaType());
        Optional<IdempotencyKey> key = IdempotencyKey.of(caller.subject(), uri.getPath(), idempotencyKey);
        Optional<ContentDigest> wanted = ContentDigest.of(contentDigest);
        DigestInputStream raw = new DigestInputStream(body, Digests.sha256());
        ResultsFile file = ResultsFile.read(raw, check(batch));
        byte[] sha256 = finish(raw);
        if (wanted.isPresent() && !wanted.get().matches(sha256)) {
            throw HttpProblem.valueOf(
                    Response.Status.BAD_REQUEST,
                    "What arrived does not have the digest in Content-Digest; send it again.");
        }
        LetterResults.Answer answer = results.take(batch, file, Digests.hex(sha256), key, caller.subject());
        Response.ResponseBuilder response = Response.ok(answer.json());
        return answer.replayed()
                ? response.header(IdempotencyKey.REPLAYED_HEADER, "true").build()
                : response.build();
    }

    /** Days from the batch's start on, in whatever zone the print house is. */
    private ResultLineCheck check(Batch batch) {
        LocalDate started = LocalDate.ofInstant(batch.startedAt, ZoneOffset.UTC);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new ResultLineCheck(started.minusDays(1), today.plusDays(1));
    }

    private static void requireUtf8(MediaType type) {
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, UTF_8);
        if (!charset.equalsIgnoreCase(UTF_8)) {
            throw HttpProblem.valueOf(Response.Status.UNSUPPORTED_MEDIA_TYPE, "The file must be in UTF-8.");
        }
    }

    private static byte[] finish(DigestInputStream raw) {
        try {
            raw.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw Problems.invalid("body", "broke off; nothing of it was kept");
        }
        return raw.getMessageDigest().digest();
    }
}
