package org.tocsin.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.tocsin.access.Role;
import org.tocsin.evidence.Act;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/**
 * Makes the accounts of a first start: one per role, named like it, with a random password, in a file that only its owner
 * can read.
 */
@ApplicationScoped
class FirstAccounts {

    private static final Logger LOG = Logger.getLogger(FirstAccounts.class);
    private static final String FILE = "first-accounts.json";
    // Behind the check of the keys, which evidence needs; before the scheduler starts at zero.
    private static final int BEFORE_THE_SCHEDULER = -50;
    // Of replicas that start on an empty database at the same time, one makes the accounts.
    private static final long LOCK = 0x746f6373696e0001L;

    private record Login(String username, String password) {}

    private final Accounts accounts;
    private final UsableAccounts usable;
    private final Passwords passwords;
    private final ObjectMapper json;
    private final Path dataFolder;

    FirstAccounts(
            Accounts accounts,
            UsableAccounts usable,
            Passwords passwords,
            ObjectMapper json,
            @ConfigProperty(name = "tocsin.data-dir") Path dataFolder) {
        this.accounts = accounts;
        this.usable = usable;
        this.passwords = passwords;
        this.json = json;
        this.dataFolder = dataFolder;
    }

    void onStart(@Observes @Priority(BEFORE_THE_SCHEDULER) StartupEvent start) {
        if (usable.areTheOnlyWayIn()) {
            makeIfNone();
        }
    }

    /** Makes the accounts unless there is any. */
    void makeIfNone() {
        Map<String, Login> made = QuarkusTransaction.requiringNew().call(this::addIfNone);
        if (!made.isEmpty()) {
            tell(made);
        }
    }

    private Map<String, Login> addIfNone() {
        Account.getEntityManager()
                .createNativeQuery("SELECT CAST(pg_advisory_xact_lock(:lock) AS text)", String.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
        Map<String, Login> made = new TreeMap<>();
        if (Account.count() == 0) {
            for (String role : Role.ALL) {
                Login login = new Login(role, passwords.random());
                accounts.add(login.username(), Set.of(role), login.password(), Act.SYSTEM);
                made.put(role, login);
            }
            // Before the commit: accounts whose passwords nobody was told would lock everyone out.
            write(made);
        }
        return made;
    }

    private void write(Map<String, Login> made) {
        try {
            OwnerOnly.write(OwnerOnly.folder(dataFolder).resolve(FILE), toJson(made));
        } catch (IOException e) {
            throw new StartRefused(
                    "The first accounts cannot be written to " + dataFolder.toAbsolutePath()
                            + "; make tocsin.data-dir a folder that the service can write to.",
                    e);
        }
    }

    private byte[] toJson(Map<String, Login> made) throws JsonProcessingException {
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(made);
    }

    private void tell(Map<String, Login> made) {
        StringBuilder table = new StringBuilder();
        made.values().forEach(login -> table.append(String.format("%n  %-16s %s", login.username(), login.password())));
        LOG.warnf(
                "First start: these accounts were made, and their passwords are told only now and in %s."
                        + " Hand them out, then delete the file.%s",
                dataFolder.toAbsolutePath().resolve(FILE), table);
    }
}
