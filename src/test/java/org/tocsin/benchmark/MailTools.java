package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Postfix's own measuring tools, from Debian's package {@code postfix}. */
final class MailTools {

    static final Path SINK = Path.of("/usr/sbin/smtp-sink");
    static final Path SOURCE = Path.of("/usr/sbin/smtp-source");

    private static final Path INSTALL = Path.of("src/test/benchmark/install-mail-tools");

    private MailTools() {}

    /** Installs them where they are missing; the output says what stands in the way. */
    static void require() throws IOException, InterruptedException {
        if (List.of(SINK, SOURCE).stream().allMatch(Files::isExecutable)) {
            return;
        }
        int exit = new ProcessBuilder(INSTALL.toString()).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("The benchmark needs " + SINK + " and " + SOURCE + ".");
        }
    }
}
