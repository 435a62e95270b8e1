package org.tocsin.access;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Tells callers how the service sees them. */
@Path("/whoami")
class WhoAmIResource {

    record Seen(String subject, List<String> roles) {}

    private final Caller caller;

    WhoAmIResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Authenticated
    public Seen whoAmI() {
        return new Seen(
                caller.subject(), Role.ALL.stream().filter(caller::has).sorted().toList());
    }
}
