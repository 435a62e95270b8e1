package org.tocsin.status;

import static org.tocsin.access.Role.APPROVER;
import static org.tocsin.access.Role.AUDITOR;
import static org.tocsin.access.Role.AUTHOR;
import static org.tocsin.access.Role.INCIDENT_SYSTEM;
import static org.tocsin.access.Role.SUPPORT;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.delivery.Notice;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;

/** Delivery status per customer. */
@Path("/api/v1/customers/{customerRef}/notices")
@Tag(name = "Status")
class CustomerNoticesResource {

    private final CustomerStatus status;
    private final EvidenceLog evidence;
    private final Caller caller;

    CustomerNoticesResource(CustomerStatus status, EvidenceLog evidence, Caller caller) {
        this.status = status;
        this.evidence = evidence;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({INCIDENT_SYSTEM, AUTHOR, APPROVER, SUPPORT, AUDITOR})
    @Transactional
    @Operation(
            summary = "What became of one customer's notices",
            description =
                    "Every notice, latest first, with its outcome, deliveries and attempts. Empty for a customer who"
                            + " is in no batch.")
    public Page<CustomerNotices.NoticeView> list(
            @PathParam("customerRef") String customerRef, @BeanParam PageQuery query) {
        List<Notice> notices =
                Notice.ofCustomer(customerRef, query.after(UUID::fromString).orElse(null), query.limit() + 1);
        Page<Notice> page = Page.of(query, notices, notice -> notice.id);
        List<CustomerNotices.NoticeView> views = status.of(page.items());
        if (!views.isEmpty()) {
            evidence.append(new Act(
                    null,
                    caller.subject(),
                    Action.PERSON_READ,
                    "customer:" + customerRef,
                    Map.of("notices", views.size())));
        }
        return new Page<>(views, page.next());
    }
}
