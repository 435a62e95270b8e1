package org.tocsin.approval;

import static org.tocsin.access.Role.APPROVER;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.batch.BatchView;
import org.tocsin.batch.BatchViews;
import org.tocsin.platform.http.Idempotent;

/** The second person's endpoint. */
@Path("/api/v1/admin/batches/{id}/approval")
@Tag(name = "Approval")
class ApprovalResource {

    /**
     * What the second person says.
     *
     * @param fingerprint of what they have seen
     */
    @Schema(
            example =
                    """
                    {
                      "fingerprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                      "decision": "APPROVE",
                      "comment": "Checked the samples in both languages."
                    }""")
    record ApprovalRequest(
            @NotBlank @Size(max = 1000) String fingerprint,
            @NotNull Decision decision,
            @Size(max = 2000) String comment) {}

    private final Approvals approvals;
    private final BatchViews views;
    private final Caller caller;

    ApprovalResource(Approvals approvals, BatchViews views, Caller caller) {
        this.approvals = approvals;
        this.views = views;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(APPROVER)
    @Transactional
    @Idempotent
    @Operation(summary = "Approve or reject exactly the content of a fingerprint")
    @APIResponse(responseCode = "200", description = "Decided")
    @APIResponse(responseCode = "403", description = "The caller took part in making the batch")
    @APIResponse(
            responseCode = "409",
            description = "Another fingerprint, decided already, or changed since; or the first request with this"
                    + " Idempotency-Key is still running")
    public BatchView decide(@PathParam("id") UUID id, @NotNull @Valid ApprovalRequest request) {
        return views.of(approvals.decide(id, request.fingerprint(), request.decision(), request.comment(), caller));
    }
}
