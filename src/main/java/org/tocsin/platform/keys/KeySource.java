package org.tocsin.platform.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** Where the keys come from: the file that the operator names, or else one of our own beside the embedded database. */
@ApplicationScoped
class KeySource {

    private static final Logger LOG = Logger.getLogger(KeySource.class);

    private final Optional<Path> namedFile;
    private final Path dataFolder;
    private final boolean embeddedDatabase;
    private final KeyCheckRows checks;
    private volatile SwitchedKeyRing inUse;

    @Inject
    KeySource(
            @ConfigProperty(name = "tocsin.keys.file") Optional<Path> namedFile,
            @ConfigProperty(name = "tocsin.data-dir") Path dataFolder,
            @ConfigProperty(name = "tocsin.database.embedded", defaultValue = "false") boolean embeddedDatabase,
            KeyCheckRows checks) {
        this.namedFile = namedFile;
        this.dataFolder = dataFolder;
        this.embeddedDatabase = embeddedDatabase;
        this.checks = checks;
    }

    /**
     * The file in use, whether it is there or not.
     *
     * @throws StartRefused when the database is not ours and no file is named
     */
    Path file() {
        return StoredKeys.file(namedFile, dataFolder, embeddedDatabase);
    }

    @Produces
    @ApplicationScoped
    KeyRing keyRing() {
        Path file = file();
        // A file that the operator names and that is not there is a forgotten mount far more often than a first start.
        if (namedFile.isEmpty() && Files.notExists(file)) {
            create(file);
        }
        inUse = new SwitchedKeyRing(KeyFile.read(file));
        return inUse;
    }

    /** Lets the service go on with other keys: those of the same database, of which one may be new or gone. */
    void switchTo(KeyRing changed) {
        inUse.switchTo(changed);
    }

    private void create(Path file) {
        if (checks.anyRow()) {
            throw new StartRefused(
                    "The key file " + file + " is missing, and the database was written with its keys."
                            + " Put back the key file that was saved together with this database; no other opens its contents.");
        }
        NewKeyFile.writeTo(file);
        LOG.warnf(
                "New keys were made: %s. Back this file up together with the database, and apart from it:"
                        + " without it nobody can read the contacts or check an approval.",
                file);
    }
}
