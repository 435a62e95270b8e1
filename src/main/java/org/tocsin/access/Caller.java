package org.tocsin.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/** Who makes the present request. */
@RequestScoped
public class Caller {

    /** The identity's attribute behind {@link #sponsors()}: a {@code Set<String>}. */
    public static final String SPONSORS = "tocsin.sponsors";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The caller's stable name: what evidence records and what the four-eyes rule compares. */
    public String subject() {
        return identity.getPrincipal().getName();
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /**
     * The subjects who could act as this caller, because they made the account or set its password: nobody of them may be
     * the other pair of eyes for it. Empty for a caller of an OIDC server, which keeps its own rules.
     */
    public Set<String> sponsors() {
        Set<String> sponsors = identity.getAttribute(SPONSORS);
        return sponsors == null ? Set.of() : sponsors;
    }
}
