package org.tocsin.affected.intake.parts;

import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.affected.intake.UploadRefused;
import org.tocsin.affected.intake.UploadSlots;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.UnlimitedBody;

/** Record sets in parts, by the tus protocol (https://tus.io/protocols/resumable-upload, version 1.0.0). */
@Path(TusResource.PATH)
@Tag(name = "Uploads in parts")
class TusResource {

    static final String PATH = "/api/v1/uploads";

    private static final String PART_TYPE = "application/offset+octet-stream";
    private static final String LENGTH = "Upload-Length";
    private static final String OFFSET = "Upload-Offset";
    private static final String EXPIRES = "Upload-Expires";

    private final OwnUploads uploads;
    private final PartIntake parts;
    private final UploadSlots slots;
    private final UploadsConfig config;
    private final Caller caller;

    TusResource(OwnUploads uploads, PartIntake parts, UploadSlots slots, UploadsConfig config, Caller caller) {
        this.uploads = uploads;
        this.parts = parts;
        this.slots = slots;
        this.config = config;
        this.caller = caller;
    }

    @OPTIONS
    @Tus
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Operation(summary = "What this server can do of tus")
    @APIResponse(responseCode = "204", description = "Told in the Tus- headers.")
    public Response abilities() {
        return Response.noContent()
                .header(Tus.VERSIONS_HEADER, Tus.VERSION)
                .header("Tus-Extension", "creation,checksum,expiration")
                .header("Tus-Max-Size", config.maxSize().asLongValue())
                .header("Tus-Checksum-Algorithm", PartChecksum.ALGORITHMS)
                .build();
    }

    @POST
    @Tus
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Operation(
            summary = "Begin an upload of affected records in parts",
            description =
                    """
                    tus 1.0 (creation). `Upload-Metadata` names `incidentId`, `name` (of the record set), `filetype` (`text/csv`, \
                    `application/x-ndjson` or `application/json`) and, for a packed file, `encoding` (`gzip`), each value in \
                    Base64. Then send the parts to the address in `Location`, to whichever replica. Repeated after a lost answer it begins \
                    another upload; the one that gets no parts expires.""")
    @APIResponse(
            responseCode = "201",
            description = "Begun; its address is in Location, its end of time in Upload-Expires.")
    @APIResponse(responseCode = "400", description = "The length or the metadata are missing or unreadable.")
    @APIResponse(responseCode = "404", description = "There is no such incident.")
    @APIResponse(responseCode = "412", description = "Another version of tus.")
    @APIResponse(responseCode = "413", description = "Longer than Tus-Max-Size.")
    public Response begin(
            @HeaderParam(LENGTH) @Parameter(description = "Of the whole, in bytes.") String length,
            @HeaderParam(UploadMetadata.HEADER) String metadata) {
        long bytes = number(LENGTH, length);
        if (bytes == 0) {
            throw Problems.invalid(LENGTH, "must be 1 at least: an empty upload names nobody");
        }
        if (bytes > config.maxSize().asLongValue()) {
            throw HttpProblem.valueOf(
                    Response.Status.REQUEST_ENTITY_TOO_LARGE, "The upload is longer than Tus-Max-Size.");
        }
        PartedUpload upload = uploads.begin(UploadMetadata.of(metadata), metadata, bytes, caller.subject());
        return expiring(Response.created(URI.create(PATH + "/" + upload.id())), upload)
                .build();
    }

    @HEAD
    @Path("/{id}")
    @Tus
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Operation(summary = "Where the next part begins")
    @APIResponse(responseCode = "200", description = "Told in Upload-Offset.")
    @APIResponse(responseCode = "403", description = "Somebody else began it.")
    @APIResponse(responseCode = "404", description = "There is no such upload.")
    @APIResponse(responseCode = "410", description = "It has expired.")
    public Response offset(@PathParam("id") UUID id) {
        PartedUpload upload = uploads.find(id, caller.subject());
        return expiring(Response.ok(), upload)
                .header(OFFSET, upload.received())
                .header(LENGTH, upload.length())
                .header(UploadMetadata.HEADER, upload.metadata())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @PATCH
    @Path("/{id}")
    @Tus
    @UnlimitedBody
    @Consumes(PART_TYPE)
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Operation(
            summary = "Send the next part",
            description =
                    """
                    With `Upload-Checksum` nothing of a part counts before its digest was found right. With the last byte the upload \
                    is complete and is read within seconds: `GET` tells the record set that it became.""")
    @RequestBody(
            required = true,
            content = @Content(mediaType = PART_TYPE, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "204", description = "Taken; the next part begins at Upload-Offset.")
    @APIResponse(responseCode = "400", description = "It broke off, or a header is unreadable.")
    @APIResponse(responseCode = "403", description = "Somebody else began the upload.")
    @APIResponse(responseCode = "404", description = "There is no such upload.")
    @APIResponse(responseCode = "409", description = "The next part begins elsewhere, or every byte is there.")
    @APIResponse(responseCode = "410", description = "The upload has expired.")
    @APIResponse(responseCode = "413", description = "It goes on behind the upload's length.")
    @APIResponse(responseCode = "423", description = "Another part is being received.")
    @APIResponse(responseCode = "460", description = "It does not have the digest in Upload-Checksum.")
    @APIResponse(responseCode = "503", description = "Too many uploads at once; see Retry-After.")
    public Response part(
            @PathParam("id") UUID id,
            @HeaderParam(OFFSET) String offset,
            @HeaderParam(PartChecksum.HEADER)
                    @Parameter(description = "`sha1` or `sha256`, a space, and the part's digest in Base64.")
                    String checksum,
            InputStream body) {
        PartIntake.Part part =
                new PartIntake.Part(id, caller.subject(), number(OFFSET, offset), PartChecksum.of(checksum), body);
        slots.take();
        try {
            PartedUpload upload = parts.receive(part);
            return expiring(Response.noContent(), upload)
                    .header(OFFSET, upload.received())
                    .build();
        } catch (UploadRefused e) {
            throw HttpProblem.builder()
                    .withStatus(e.status())
                    .withTitle("The part was refused")
                    .withDetail(e.getMessage())
                    .build();
        } finally {
            slots.giveBack();
        }
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR})
    @Operation(
            summary = "What became of an upload in parts",
            description = "Its uploader is told, for as long as the upload is kept.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UploadView.class)))
    @APIResponse(responseCode = "403", description = "Somebody else began it.")
    @APIResponse(responseCode = "404", description = "There is no such upload.")
    @APIResponse(responseCode = "410", description = "It has expired.")
    public UploadView read(@PathParam("id") UUID id) {
        return UploadView.of(uploads.find(id, caller.subject()));
    }

    private static Response.ResponseBuilder expiring(Response.ResponseBuilder response, PartedUpload upload) {
        return response.header(
                EXPIRES,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(upload.expiresAt().atOffset(ZoneOffset.UTC)));
    }

    private static long number(String header, String text) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw Problems.invalid(header, "must be a number of bytes");
        }
        return Long.parseLong(text);
    }
}
