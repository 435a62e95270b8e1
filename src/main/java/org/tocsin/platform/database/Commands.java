package org.tocsin.platform.database;

import java.io.IOException;
import java.util.List;

/** Runs the programs of PostgreSQL in the data folder; what they say goes to a file there. */
final class Commands {

    private final DataFolder folder;
    private final Binaries binaries;

    Commands(DataFolder folder, Binaries binaries) {
        this.folder = folder;
        this.binaries = binaries;
    }

    /** Runs a program to its end; whether it says that it did what it was asked to. */
    boolean succeed(String program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(binaries.command(program, List.of(arguments)));
        builder.directory(folder.root().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.commandLog().toFile()));
        // The operator's own settings for PostgreSQL's clients mean another server than this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        try {
            return builder.start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " was running", e);
        }
    }
}
