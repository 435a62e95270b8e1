package org.tocsin.platform.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** Lets nothing start on a database that forgets what it said was committed, whoever runs it. */
@ApplicationScoped
class DurabilityCheck {

    /** Before the keys are checked, for that writes; and well below zero, where the scheduler starts. */
    private static final int BEFORE_EVERYTHING = -200;

    private static final Logger LOG = Logger.getLogger(DurabilityCheck.class);

    private final DataSource database;
    private final boolean allowUnsafe;

    DurabilityCheck(
            DataSource database,
            @ConfigProperty(name = "tocsin.database.allow-unsafe", defaultValue = "false") boolean allowUnsafe) {
        this.database = database;
        this.allowUnsafe = allowUnsafe;
    }

    void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent start) {
        try (Connection connection = database.getConnection()) {
            check(ServerSettings.of(connection));
        } catch (SQLException e) {
            throw new StartRefused("The database does not tell its settings: " + e.getMessage(), e);
        }
    }

    /**
     * Warns of doubts, and of faults where they are allowed.
     *
     * @throws StartRefused when the settings have faults and these are not allowed
     */
    void check(ServerSettings settings) {
        settings.doubts().forEach(doubt -> LOG.warnf("The database may forget what was committed: %s.", doubt));
        List<String> faults = settings.faults();
        if (faults.isEmpty()) {
            return;
        }
        String reasons = String.join("; ", faults);
        if (!allowUnsafe) {
            throw new StartRefused(
                    "The database forgets what was committed: " + reasons + ". People would be told twice or"
                            + " never. Change the server's settings; tocsin.database.allow-unsafe=true is for tests alone.");
        }
        LOG.warnf(
                "THE DATABASE FORGETS WHAT WAS COMMITTED: %s. Started all the same (tocsin.database.allow-unsafe):"
                        + " people may be told twice or never.",
                reasons);
    }
}
