package org.tocsin.platform.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Real keys for tests without the container. */
public final class TestKeyRing {

    private TestKeyRing() {}

    /** The keys of a service on this database and with this file, and what a running one does with them. */
    public static final class Running {
        private final Path file;
        private final DataSource database;
        private final KeySource source;
        private final KeyCheckRows checks;
        private final KeyRing ring;
        private final KeyFileWatch watch;

        public Running(Path file, DataSource database) {
            this.file = file;
            this.database = database;
            this.checks = new KeyCheckRows(database);
            this.source = new KeySource(Optional.of(file), file.getParent(), true, checks);
            this.ring = source.keyRing();
            new KeyCheck(source, ring, checks).check();
            this.watch = new KeyFileWatch(source, checks);
            watch.look();
        }

        public KeyRing ring() {
            return ring;
        }

        /** Wraps the keys in these tables with the newest wrapping key. */
        public void wrapAll(RotationLog log, DataKeyTable... tables) {
            new DataKeyRotation(database, null, ring, List.of(tables), new KeyRotation(ring, checks), log).wrapAll();
        }

        /** Changes the wrapping key from the first step to the last. */
        public void changeWrappingKey(RotationLog log, DataKeyTable... tables) {
            step(RotationStep.ADD);
            step(RotationStep.USE);
            wrapAll(log, tables);
            step(RotationStep.DROP);
            if (ring.newestAlone().isPresent()) {
                throw new IllegalStateException("the older wrapping key could not be dropped");
            }
        }

        /** Takes the step in the file, and lets the service look at it. */
        public void step(RotationStep step) {
            step.applyTo(file);
            watch.look();
        }

        /** Lets the service look at the file. */
        public void look() {
            watch.look();
        }
    }

    /** A ring of fresh keys, other ones at each call. */
    public static KeyRing fresh() {
        try {
            Path folder = Files.createTempDirectory("tocsin-keys");
            Path file = folder.resolve("keys.json");
            NewKeyFile.writeTo(file);
            KeyRing ring = KeyFile.read(file);
            Files.delete(file);
            Files.delete(folder);
            return ring;
        } catch (IOException e) {
            throw new UncheckedIOException("no keys for the tests", e);
        }
    }
}
