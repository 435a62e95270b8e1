package org.tocsin.platform.keys;

import java.nio.file.Path;
import java.util.Optional;
import org.tocsin.platform.StartRefused;

/** The keys of a service that has run before, for what works on its database while it does not. */
public final class StoredKeys {

    private static final String OWN_FILE = "keys.json";

    private StoredKeys() {}

    /**
     * Reads the keys; makes none.
     *
     * @param namedFile the file that the operator names, if there is one
     * @throws StartRefused when there is no such file, or it is not one to trust
     */
    public static KeyRing read(Optional<Path> namedFile, Path dataFolder, boolean embeddedDatabase) {
        return KeyFile.read(file(namedFile, dataFolder, embeddedDatabase));
    }

    /** The file in use, whether it is there or not. */
    static Path file(Optional<Path> namedFile, Path dataFolder, boolean embeddedDatabase) {
        if (namedFile.isPresent()) {
            return namedFile.get().toAbsolutePath();
        }
        if (!embeddedDatabase) {
            throw new StartRefused("With a database of your own a key file must be given: set tocsin.keys.file"
                    + " (or TOCSIN_KEYS_FILE). \"java -jar quarkus-run.jar new-keys <file>\" makes one.");
        }
        return dataFolder.toAbsolutePath().resolve(OWN_FILE);
    }
}
