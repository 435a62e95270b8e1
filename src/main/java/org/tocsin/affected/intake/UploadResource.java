package org.tocsin.affected.intake;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.affected.RecordSet;
import org.tocsin.affected.RecordSetExamples;
import org.tocsin.platform.http.IdempotencyKey;
import org.tocsin.platform.http.UnlimitedBody;

/** Where affected records come in. */
@Path("/api/v1/incidents/{incidentId}/record-sets")
@Tag(name = "Record sets")
class UploadResource {

    private static final int MAX_NAME_LENGTH = 200;
    private static final String UTF_8 = "utf-8";

    private final Intake intake;
    private final UploadSlots slots;
    private final Caller caller;

    UploadResource(Intake intake, UploadSlots slots, Caller caller) {
        this.intake = intake;
        this.slots = slots;
        this.caller = caller;
    }

    @POST
    @UnlimitedBody
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR})
    @Consumes({UploadFormat.CSV_TYPE, UploadFormat.NDJSON_TYPE, UploadFormat.JSON_TYPE})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Upload affected records",
            description =
                    """
                    Streams; the answer comes when every record is checked, encrypted and sealed. Only a record that cannot \
                    be read, or has no usable `customerRef`, is rejected; of a repeated one the first stays; any other bad \
                    field is a warning. A set into which not one record came fails with 422. Nothing is kept of an upload \
                    that breaks off: send `Content-Digest` (sha-256, of the bytes as they are sent) so that this is noticed, and \
                    `Idempotency-Key` so that it can be sent again.""")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = UploadFormat.CSV_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "csv", value = RecordSetExamples.CSV)),
                @Content(
                        mediaType = UploadFormat.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "ndjson", value = RecordSetExamples.NDJSON)),
                @Content(
                        mediaType = UploadFormat.JSON_TYPE,
                        schema = @Schema(type = SchemaType.ARRAY),
                        examples = @ExampleObject(name = "json", value = RecordSetExamples.JSON))
            })
    @APIResponse(
            responseCode = "201",
            description = "Sealed.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RecordSet.class),
                            examples = @ExampleObject(name = "sealed", value = RecordSetExamples.SEALED)))
    @APIResponse(
            responseCode = "400",
            description = "It cannot be read, broke off, or is not what Content-Digest says.")
    @APIResponse(responseCode = "404", description = "There is no such incident.")
    @APIResponse(responseCode = "409", description = "The first request with this Idempotency-Key is still running.")
    @APIResponse(
            responseCode = "413",
            description = "A JSON text, number or nesting is too long for a record; or gzip unpacks to far too much.")
    @APIResponse(
            responseCode = "415",
            description = "Another media type, another charset than UTF-8, or a packing other than gzip.")
    @APIResponse(
            responseCode = "422",
            description = "Not one record was accepted, or the key was used for another body.")
    @APIResponse(responseCode = "503", description = "Too many uploads at once; see Retry-After.")
    public Response upload(
            @PathParam("incidentId") UUID incidentId,
            @QueryParam("name") @NotBlank @Size(max = MAX_NAME_LENGTH) String name,
            @HeaderParam(IdempotencyKey.HEADER) String idempotencyKey,
            @HeaderParam(ContentDigest.HEADER) String contentDigest,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Parameter(description = "`gzip`, or none.")
                    String contentEncoding,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            InputStream body) {
        UploadRequest request = new UploadRequest(
                incidentId,
                name,
                format(headers.getMediaType()),
                UploadCoding.of(contentEncoding),
                caller.subject(),
                IdempotencyKey.of(caller.subject(), uri.getPath(), idempotencyKey),
                ContentDigest.of(contentDigest),
                body);
        slots.take();
        try {
            return answer(intake.receive(request));
        } catch (UploadRefused e) {
            throw problem(e);
        } finally {
            slots.giveBack();
        }
    }

    private static UploadFormat format(MediaType type) {
        if (type == null) {
            throw HttpProblem.valueOf(
                    Response.Status.UNSUPPORTED_MEDIA_TYPE,
                    "An upload must say what it is in Content-Type: " + UploadFormat.CSV_TYPE + ", "
                            + UploadFormat.NDJSON_TYPE + " or " + UploadFormat.JSON_TYPE + ".");
        }
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, UTF_8);
        if (!charset.equalsIgnoreCase(UTF_8)) {
            throw HttpProblem.valueOf(Response.Status.UNSUPPORTED_MEDIA_TYPE, "An upload must be in UTF-8.");
        }
        return UploadFormat.of(type.getType() + "/" + type.getSubtype());
    }

    private static Response answer(IntakeAnswer answer) {
        Response.ResponseBuilder response =
                Response.created(URI.create(answer.location())).entity(answer.body());
        return answer.replayed()
                ? response.header(IdempotencyKey.REPLAYED_HEADER, "true").build()
                : response.build();
    }

    private static HttpProblem problem(UploadRefused refused) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withStatus(refused.status())
                .withTitle("The upload was refused")
                .withDetail(refused.getMessage());
        refused.recordSetId().ifPresent(id -> problem.with("recordSetId", id));
        return problem.build();
    }
}
