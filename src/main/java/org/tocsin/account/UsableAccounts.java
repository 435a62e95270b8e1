package org.tocsin.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.tocsin.access.OidcSwitch;

/** The accounts that may sign in: those that are not disabled and, where an OIDC server is configured, break-glass only. */
@ApplicationScoped
class UsableAccounts {

    private final boolean oidc;
    private final Set<String> breakGlass;

    UsableAccounts(@ConfigProperty(name = OidcSwitch.SERVER_URL) Optional<String> oidcServer, AccountsConfig config) {
        this.oidc = oidcServer.isPresent();
        this.breakGlass = config.breakGlass().orElse(Set.of());
    }

    /** Whether every account can sign in, because nothing else could let anyone in. */
    boolean areTheOnlyWayIn() {
        return !oidc;
    }

    /** The account in a transaction of its own; the caller has none yet. */
    Optional<Account> named(String username) {
        if (!Credentials.couldBeUsername(username) || (oidc && !breakGlass.contains(username))) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew()
                .call(() -> Account.named(username).filter(account -> !account.isDisabled()));
    }
}
