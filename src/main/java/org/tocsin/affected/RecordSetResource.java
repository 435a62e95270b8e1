package org.tocsin.affected;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;

/** One record set: its figures, and what was found about its records. */
@Path("/api/v1/record-sets/{recordSetId}")
@Tag(name = "Record sets")
@Produces(MediaType.APPLICATION_JSON)
class RecordSetResource {

    private final RecordSets recordSets;
    private final RecordFindings findings;
    private final SharedContactRows sharedContacts;

    RecordSetResource(RecordSets recordSets, RecordFindings findings, SharedContactRows sharedContacts) {
        this.recordSets = recordSets;
        this.findings = findings;
        this.sharedContacts = sharedContacts;
    }

    @GET
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER, Role.AUDITOR})
    @Operation(
            summary = "Figures of a record set",
            description = "At any time, also while it is being read: the figures then are those so far.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "sealed", value = RecordSetExamples.SEALED)))
    @APIResponse(responseCode = "404", description = "There is no such record set.")
    public RecordSet read(@PathParam("recordSetId") UUID recordSetId) {
        return recordSets.find(recordSetId).orElseThrow(() -> Problems.notFound("record set"));
    }

    @GET
    @Path("/rejects")
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER})
    @Operation(
            summary = "Rejected records, warnings and duplicates",
            description = "Line, field and reason, never what stood there. The records of a failed set are told too.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "findings", value = RecordSetExamples.FINDINGS)))
    @APIResponse(responseCode = "400", description = "The kind, the limit or the cursor is none.")
    @APIResponse(responseCode = "404", description = "There is no such record set.")
    public Page<RecordFinding> rejects(
            @PathParam("recordSetId") UUID recordSetId,
            @QueryParam("kind") @Parameter(description = "`REJECT`, `WARNING` or `DUPLICATE`; all without it.")
                    String kind,
            @BeanParam PageQuery page) {
        Optional<FindingKind> only = kind(kind);
        read(recordSetId);
        return Page.of(page, findings.page(recordSetId, only, page), FindingKey::of);
    }

    @GET
    @Path("/shared-contacts")
    @RolesAllowed({Role.INCIDENT_SYSTEM, Role.AUTHOR, Role.APPROVER})
    @Operation(
            summary = "People who share a mailbox or a number",
            description = "Nobody is merged or left out for it. Those with one `firstPosition` share it; a batch with"
                    + " `sharedContact` HOLD waits for a decision on them.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "shared", value = RecordSetExamples.SHARED)))
    @APIResponse(responseCode = "404", description = "There is no such record set.")
    public Page<SharedContact> sharedContacts(@PathParam("recordSetId") UUID recordSetId, @BeanParam PageQuery page) {
        read(recordSetId);
        return Page.of(page, sharedContacts.page(recordSetId, page), SharedContact::key);
    }

    private static Optional<FindingKind> kind(String text) {
        try {
            return Optional.ofNullable(text).map(FindingKind::valueOf);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("kind", "must be REJECT, WARNING or DUPLICATE");
        }
    }
}
