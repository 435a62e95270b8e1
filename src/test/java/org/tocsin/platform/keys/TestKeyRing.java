package org.tocsin.platform.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real keys for tests without the container. */
public final class TestKeyRing {

    private TestKeyRing() {}

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
