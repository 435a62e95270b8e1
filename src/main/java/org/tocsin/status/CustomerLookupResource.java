package org.tocsin.status;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.affected.PeopleByContact;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.ReadLog;
import org.tocsin.incident.Incidents;

/** Whose an address is, for those who answer customers. A POST, for an address must not stand in a URL. */
@Path("/api/v1/customers/lookup")
@Tag(name = "Status")
class CustomerLookupResource {

    /** Nobody reads more on a telephone; an address of so many customers is not a person's. */
    private static final int AT_MOST = 100;

    /** A customer of one record set who has the address. */
    record Match(String customerRef, UUID incidentId, String incidentReference, UUID recordSetId) {}

    /**
     * Who has it, latest record set first.
     *
     * @param more whether there are more than these
     */
    @Schema(
            example =
                    """
                    {"items": [{"customerRef": "C-1001", "incidentId": "0199a1c2-0a4f-7d00-8f7e-4b1d2c3e5f60",
                                "incidentReference": "INC-2026-0815", "recordSetId": "0199a1c2-7c1e-7b52-9d1c-3f0e5a8b9c10"}],
                     "more": false}""")
    record Matches(List<Match> items, boolean more) {}

    private final PeopleByContact people;
    private final Incidents incidents;
    private final ReadLog reads;
    private final Caller caller;

    CustomerLookupResource(PeopleByContact people, Incidents incidents, ReadLog reads, Caller caller) {
        this.people = people;
        this.incidents = incidents;
        this.reads = reads;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Role.SUPPORT)
    @Operation(
            summary = "Whose an email address or a telephone number is",
            description =
                    "Over all sealed record sets, without decrypting anyone; what became of the customer's notices is then"
                            + " asked by the reference. Who asked, what for and whom that found stands in the evidence, also when it"
                            + " found nobody. Purged record sets are not found.")
    @APIResponse(responseCode = "400", description = "Not exactly one address, one that is none, or no purpose.")
    public Matches lookup(@NotNull @Valid LookupRequest request) {
        List<PeopleByContact.Found> found = Stream.concat(
                        request.mailbox().map(address -> people.having(address, AT_MOST + 1)).stream(),
                        request.number().map(number -> people.having(number, AT_MOST + 1)).stream())
                .flatMap(List::stream)
                .toList();
        Map<UUID, String> references = new HashMap<>();
        List<Match> matches = found.stream()
                .limit(AT_MOST)
                .map(one -> new Match(
                        one.customerRef(),
                        one.incidentId(),
                        references.computeIfAbsent(one.incidentId(), incidents::reference),
                        one.recordSetId()))
                .toList();
        reads.append(new Act(
                null,
                caller.subject(),
                Action.CUSTOMER_LOOKED_UP,
                request.email() == null ? "customers-by-phone" : "customers-by-email",
                Map.of(
                        "purpose",
                        request.purpose(),
                        "customerRefs",
                        matches.stream().map(Match::customerRef).distinct().toList())));
        return new Matches(matches, found.size() > AT_MOST);
    }
}
