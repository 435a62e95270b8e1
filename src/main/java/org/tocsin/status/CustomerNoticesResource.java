package org.tocsin.status;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.SUPPORT;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.ReadLog;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** Delivery status per customer. */
@Path("/api/v1/customers/{customerRef}/notices")
@Tag(name = "Status")
class CustomerNoticesResource {

    private final CustomerStatus status;
    private final ReadLog reads;
    private final Caller caller;

    CustomerNoticesResource(CustomerStatus status, ReadLog reads, Caller caller) {
        this.status = status;
        this.reads = reads;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, SUPPORT, AUDITOR})
    @Operation(
            summary = "What became of one customer's notices",
            description =
                    "Every notice, latest first, with its outcome, deliveries and attempts. Empty for a customer who"
                            + " is in no batch. The address is masked, and `purged` once the records have been purged.")
    public Page<CustomerNotices.NoticeView> list(
            @PathParam("customerRef") String customerRef, @BeanParam PageQuery query) {
        UUID after = query.after(UUID::fromString).orElse(null);
        Page<CustomerNotices.NoticeView> page =
                Page.of(query, status.of(customerRef, after, query.limit() + 1), CustomerNotices.NoticeView::noticeId);
        if (!page.items().isEmpty()) {
            reads.append(new Act(
                    null,
                    caller.subject(),
                    Action.PERSON_READ,
                    "customer:" + customerRef,
                    Map.of("notices", page.items().size())));
        }
        return page;
    }
}
