package org.tocsin.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/**
 * Turns the roles of a token into ours and drops every other. A token that carries both author and approver gets neither:
 * the OIDC server's administrators must not be able to switch the four-eyes rule off by a slip.
 */
@ApplicationScoped
class TokenRoles implements SecurityIdentityAugmentor {

    private static final Logger LOG = Logger.getLogger(TokenRoles.class);
    // What evidence calls the service itself must never be a person.
    private static final String RESERVED_SUBJECT = "system";

    private final Map<String, String> theirNames;

    TokenRoles(OidcConfig config) {
        this.theirNames = config.roles();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        if (token.getName() == null || token.getName().equals(RESERVED_SUBJECT)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        Set<String> ours = granted(identity.getRoles());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(token)
                        .addCredentials(identity.getCredentials())
                        .addAttributes(identity.getAttributes())
                        .addRoles(ours)
                        .build());
    }

    private Set<String> granted(Set<String> theirs) {
        Set<String> ours = Role.ALL.stream()
                .filter(role -> theirs.contains(theirNames.getOrDefault(role, role)))
                .collect(Collectors.toSet());
        if (Role.breakFourEyes(ours)) {
            LOG.warn("A token carries both author and approver; neither is granted.");
            ours.removeAll(Set.of(Role.AUTHOR, Role.APPROVER));
        }
        return ours;
    }
}
