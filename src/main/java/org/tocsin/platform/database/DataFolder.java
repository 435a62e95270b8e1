package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.file.Path;
import org.tocsin.platform.OwnerOnly;
import org.tocsin.platform.StartRefused;

/**
 * What of the database lies where in the data folder.
 *
 * <p>The binaries lie here too, side by side with the data: a common temporary folder is swept under a running server,
 * is often mounted without the right to execute, and others may put files there before us. And that a process runs a
 * binary of this very folder tells for certain that it works on this folder's data.
 */
record DataFolder(Path root) {

    /**
     * The folder, made when missing, for the owner alone.
     *
     * @throws StartRefused when it can be neither used nor made
     */
    static DataFolder open(Path root) {
        try {
            return new DataFolder(OwnerOnly.folder(root).toRealPath());
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder " + root.toAbsolutePath() + " cannot be used: it must be a folder of"
                            + " the user that runs the service. Set tocsin.data-dir to another, or give it to that user.",
                    e);
        }
    }

    Path lock() {
        return root.resolve("tocsin.lock");
    }

    /** The folder that PostgreSQL calls a database cluster. */
    Path cluster() {
        return root.resolve("postgres");
    }

    /** A cluster in the making, in which no server ever ran. */
    Path unfinishedCluster() {
        return root.resolve("postgres.new");
    }

    Path superuserPassword() {
        return root.resolve("postgres-password");
    }

    Path binaries() {
        return root.resolve("postgres-binaries");
    }

    Path log() {
        return root.resolve("postgres-log");
    }

    /** What the commands say that start, stop and make the server. */
    Path commandLog() {
        return log().resolve("commands.log");
    }
}
