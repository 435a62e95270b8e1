package org.tocsin.affected;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.ReadLog;
import org.tocsin.platform.http.Problems;

/** The check of a record set against its seal, over HTTP. A POST, for each check is in the evidence. */
@Path("/api/v1/record-sets/{recordSetId}/verification")
@Tag(name = "Evidence")
@Produces(MediaType.APPLICATION_JSON)
class SealCheckResource {

    private final RecordSets recordSets;
    private final SealCheck check;
    private final ReadLog log;
    private final Caller caller;

    SealCheckResource(RecordSets recordSets, SealCheck check, ReadLog log, Caller caller) {
        this.recordSets = recordSets;
        this.check = check;
        this.log = log;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Role.AUDITOR)
    @Operation(
            summary = "Check a record set against its seal",
            description =
                    "Computes the digest over the rows as they are stored now, and holds it against the one that was made when the set"
                            + " was sealed, as the set has it and as the evidence has it (check that too:"
                            + " `/api/v1/evidence/verification`). Opens nobody, and works after the purge as before it. Takes seconds"
                            + " per million records."
                            + " Once the rows of a purged set have been deleted in the database it is not valid any more, with"
                            + " `records` 0. Asked again it is checked again: no `Idempotency-Key` is needed.")
    @APIResponse(
            responseCode = "200",
            description = "Checked; `valid` says how it came out",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SealVerification.class)))
    @APIResponse(responseCode = "404", description = "There is no such record set.")
    @APIResponse(responseCode = "409", description = "It is being received or has failed, and has no seal.")
    @APIResponse(
            responseCode = "503",
            description = "This replica is checking another record set. `Retry-After` says when to try again.")
    public SealVerification verify(@PathParam("recordSetId") UUID recordSetId) {
        RecordSet set = recordSets.find(recordSetId).orElseThrow(() -> Problems.notFound("record set"));
        SealVerification checked = check.verify(set);
        log.append(new Act(
                set.incidentId(),
                caller.subject(),
                Action.RECORD_SET_VERIFIED,
                "record-set:" + recordSetId,
                Map.of("valid", checked.valid(), "records", checked.records(), "digest", checked.digest())));
        return checked;
    }
}
