package org.tocsin.affected;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;

/** The purge of a record set over HTTP. Nobody who uploads records has this role: it takes two to bring data in and to destroy it. */
@Path("/api/v1/record-sets/{recordSetId}/purge")
@Tag(name = "Retention")
@Produces(MediaType.APPLICATION_JSON)
class PurgeResource {

    /** Why; it stands in the evidence. */
    @Schema(example = "{\"reason\": \"Everyone was told; the file is closed.\"}")
    record Because(@NotBlank @Size(max = 2000) String reason) {}

    private final Purge purge;
    private final Caller caller;

    PurgeResource(Purge purge, Caller caller) {
        this.purge = purge;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Role.APPROVER)
    @Transactional
    @Idempotent
    @Operation(
            summary = "Make the people of a record set unreadable, for good",
            description =
                    "Drops the set's data key; nothing brings it back but a backup, with its keys. What became of each"
                            + " customer's notices can still be asked, by their reference, without an address. Figures, evidence"
                            + " and digests stay. Other replicas may have the key in memory for a minute.")
    @APIResponse(responseCode = "404", description = "There is no such record set.")
    @APIResponse(
            responseCode = "409",
            description = "It is not SEALED, its incident is under a legal hold, or a batch over it has not ended.")
    public RecordSet purge(@PathParam("recordSetId") UUID recordSetId, @NotNull @Valid Because because) {
        return purge.purge(recordSetId, because.reason(), caller.subject());
    }
}
