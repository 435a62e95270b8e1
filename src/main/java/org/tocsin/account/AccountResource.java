package org.tocsin.account;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;
import org.tocsin.access.Caller;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;
import org.tocsin.platform.http.Page;
import org.tocsin.platform.http.PageQuery;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;

/** Built-in accounts, for operators. */
@Path("/api/v1/admin/accounts")
@RolesAllowed(Role.OPERATOR)
@Tag(name = "Accounts")
class AccountResource {

    private final Accounts accounts;
    private final Caller caller;

    AccountResource(Accounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Lists accounts by user name")
    @Transactional
    public Page<AccountView> list(@BeanParam PageQuery query) {
        String after = query.after(Function.identity()).orElse("");
        List<Account> rows = Account.after(after, query.limit() + 1);
        return Page.of(query, rows, account -> account.username).map(AccountView::of);
    }

    @GET
    @Path("/{username}")
    @Operation(summary = "Shows one account")
    @Transactional
    public AccountView one(@PathParam("username") String username) {
        return AccountView.of(find(username));
    }

    @POST
    @Operation(
            summary = "Makes an account",
            description = "Its roles never change. No account may hold both author and approver.")
    @Transactional
    @Idempotent
    public RestResponse<AccountView> add(@NotNull @Valid NewAccount request) {
        checkRoles(request.roles());
        try {
            Account account = accounts.add(request.username(), request.roles(), request.password(), caller.subject());
            return RestResponse.ResponseBuilder.<AccountView>created(
                            URI.create("/api/v1/admin/accounts/" + account.username))
                    .entity(AccountView.of(account))
                    .build();
        } catch (ConstraintViolationException e) {
            throw Problems.conflict("There is an account with this user name.");
        }
    }

    @PUT
    @Path("/{username}/password")
    @Operation(summary = "Sets an account's password")
    @Transactional
    public void setPassword(@PathParam("username") String username, @NotNull @Valid PasswordChange request) {
        accounts.setPassword(find(username), request.password(), caller.subject());
    }

    @POST
    @Path("/{username}/disable")
    @Operation(summary = "Keeps an account from signing in, at once and on every replica")
    @APIResponse(responseCode = "204", description = "Disabled")
    @Transactional
    @Idempotent
    public void disable(@PathParam("username") String username) {
        if (username.equals(caller.subject())) {
            throw Problems.forbidden("Nobody disables their own account: somebody must be left who can enable it.");
        }
        accounts.disable(find(username), caller.subject());
    }

    @POST
    @Path("/{username}/enable")
    @Operation(summary = "Lets a disabled account sign in again")
    @APIResponse(responseCode = "204", description = "Enabled")
    @Transactional
    @Idempotent
    public void enable(@PathParam("username") String username) {
        accounts.enable(find(username), caller.subject());
    }

    private static Account find(String username) {
        return Account.named(username).orElseThrow(() -> Problems.notFound("account"));
    }

    private static void checkRoles(Set<String> roles) {
        if (!Role.ALL.containsAll(roles)) {
            String known = String.join(", ", Role.ALL.stream().sorted().toList());
            throw Problems.invalid("roles", "must be of " + known);
        }
        if (Role.breakFourEyes(roles)) {
            throw Problems.unprocessable(
                    "No account may both write and approve.",
                    List.of(new Violation("roles", "must not hold both author and approver")));
        }
    }
}
