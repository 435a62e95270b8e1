package org.tocsin.account;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tocsin.access.Caller;
import org.tocsin.platform.http.Problems;

/** Lets the holders of built-in accounts in. */
@ApplicationScoped
class AccountLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final UsableAccounts accounts;
    private final Passwords passwords;
    private final VerifiedPasswords verified;
    private final LoginThrottle throttle;

    AccountLogin(UsableAccounts accounts, Passwords passwords, VerifiedPasswords verified, LoginThrottle throttle) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.verified = verified;
        this.throttle = throttle;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String password = new String(request.getPassword().getPassword());
        String source = sourceOf(request);
        return context.runBlocking(() -> identify(request.getUsername(), password, source));
    }

    private SecurityIdentity identify(String username, String password, String source) {
        Optional<Account> account = Credentials.couldBePassword(password) ? accounts.named(username) : Optional.empty();
        if (account.isEmpty()) {
            slowDown(username, source);
            passwords.matchesNobody(password);
            throw new AuthenticationFailedException();
        }
        String hash = account.get().passwordHash;
        if (!verified.fits(password, hash, () -> check(username, password, hash, source))) {
            throw new AuthenticationFailedException();
        }
        return identityOf(account.get());
    }

    private boolean check(String username, String password, String hash, String source) {
        slowDown(username, source);
        boolean fits = passwords.matches(password, hash);
        if (fits) {
            throttle.succeeded(username, source);
        }
        return fits;
    }

    private void slowDown(String username, String source) {
        Duration wait = throttle.admit(username, source);
        if (!wait.isZero()) {
            throw Problems.tooManyRequests("There were too many failed logins; wait before the next one.", wait);
        }
    }

    private static SecurityIdentity identityOf(Account account) {
        Set<String> sponsors = new HashSet<>(List.of(account.createdBy, account.passwordSetBy));
        sponsors.remove(account.username);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(account.username))
                .addRoles(Set.copyOf(account.roles))
                .addAttribute(Caller.SPONSORS, Set.copyOf(sponsors))
                .build();
    }

    private static String sourceOf(UsernamePasswordAuthenticationRequest request) {
        RoutingContext route = HttpSecurityUtils.getRoutingContextAttribute(request);
        return route == null ? "unknown" : route.request().remoteAddress().hostAddress();
    }
}
