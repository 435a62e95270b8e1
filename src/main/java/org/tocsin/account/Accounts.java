package org.tocsin.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;

/** Changes to accounts, each with its evidence, in the caller's transaction. */
@ApplicationScoped
class Accounts {

    private final EvidenceLog evidence;
    private final Passwords passwords;
    private final Clock clock;

    Accounts(EvidenceLog evidence, Passwords passwords, Clock clock) {
        this.evidence = evidence;
        this.passwords = passwords;
        this.clock = clock;
    }

    Account add(String username, Set<String> roles, String password, String by) {
        Account account = new Account(username, roles, passwords.hash(password), by, clock.instant());
        account.persistAndFlush();
        record(account, Action.ACCOUNT_CREATED, by, Map.of("roles", new TreeSet<>(roles)));
        return account;
    }

    void setPassword(Account account, String password, String by) {
        account.setPassword(passwords.hash(password), by, clock.instant());
        record(account, Action.ACCOUNT_PASSWORD_SET, by, Map.of());
    }

    /** Keeps the account from signing in; does nothing when it is disabled already. */
    void disable(Account account, String by) {
        if (!account.isDisabled()) {
            account.disabledAt = clock.instant();
            record(account, Action.ACCOUNT_DISABLED, by, Map.of());
        }
    }

    /** Lets the account sign in again; does nothing when it can. */
    void enable(Account account, String by) {
        if (account.isDisabled()) {
            account.disabledAt = null;
            record(account, Action.ACCOUNT_ENABLED, by, Map.of());
        }
    }

    private void record(Account account, Action action, String by, Map<String, ?> detail) {
        evidence.append(new Act(null, by, action, "account:" + account.username, detail));
    }
}
