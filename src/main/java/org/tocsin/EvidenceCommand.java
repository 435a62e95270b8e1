package org.tocsin;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.postgresql.ds.PGSimpleDataSource;
import org.tocsin.delivery.page.AttemptCorroboration;
import org.tocsin.evidence.EvidenceVerification;
import org.tocsin.evidence.Verification;
import org.tocsin.platform.StartRefused;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.StoredKeys;

/**
 * Checks the evidence from the command line, with the configuration of the service but without it: no HTTP, no dispatch, no
 * migration. Over a database of your own the service may be running; the embedded one belongs to one process at a time.
 */
final class EvidenceCommand {

    private static final String UNDEFINED_TABLE = "42P01"; // PostgreSQL manual, appendix A

    private final Config config;
    private final PrintStream console;

    EvidenceCommand(Config config, PrintStream console) {
        this.config = config;
        this.console = console;
    }

    /**
     * Checks all evidence and says what was found.
     *
     * @return the exit code: 0 when the evidence is whole, else 1
     * @throws StartRefused when it could not be checked
     */
    int verify() {
        Optional<String> url = config.getOptionalValue("quarkus.datasource.jdbc.url", String.class);
        if (url.isPresent()) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setURL(url.get());
            config.getOptionalValue("quarkus.datasource.username", String.class).ifPresent(database::setUser);
            config.getOptionalValue("quarkus.datasource.password", String.class).ifPresent(database::setPassword);
            return verify(database, keys(false));
        }
        Path folder = dataFolder();
        if (!Files.isDirectory(folder)) {
            throw new StartRefused("There is no data folder at " + folder.toAbsolutePath()
                    + ". Set tocsin.data-dir, or quarkus.datasource.jdbc.url for a database of your own.");
        }
        KeyRing keys = keys(true);
        try (EmbeddedDatabase embedded = EmbeddedDatabase.start(folder)) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setURL(embedded.jdbcUrl());
            database.setUser(embedded.service().role());
            database.setPassword(embedded.service().password());
            return verify(database, keys);
        }
    }

    private int verify(DataSource database, KeyRing keys) {
        try {
            EvidenceVerification verification = new EvidenceVerification(keys, List.of(new AttemptCorroboration()));
            return tell(verification.verify(database));
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw new StartRefused("In this database there is no evidence: Tocsin has never run on it.", e);
            }
            throw new StartRefused("The evidence could not be read: " + e.getMessage(), e);
        }
    }

    private int tell(Verification found) {
        if (found.intact()) {
            console.printf("The evidence is whole: %d entries, head hash %s%n", found.entries(), found.headHash());
            return 0;
        }
        console.printf(
                "The evidence does NOT hold: entry %d %s. The chain itself is whole over %d entries.%n",
                found.firstBad().seq(), found.firstBad().reason(), found.entries());
        return 1;
    }

    private Path dataFolder() {
        return config.getValue("tocsin.data-dir", Path.class);
    }

    private KeyRing keys(boolean embeddedDatabase) {
        return StoredKeys.read(config.getOptionalValue("tocsin.keys.file", Path.class), dataFolder(), embeddedDatabase);
    }
}
