package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** Ends what a killed service, or a killed server, left at work on the data folder. */
final class Strays {

    private static final Logger LOG = Logger.getLogger(Strays.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

    private final DataFolder folder;
    private final Commands commands;
    private final ServerProcess process;

    Strays(DataFolder folder, Commands commands) {
        this.folder = folder;
        this.commands = commands;
        this.process = new ServerProcess(folder);
    }

    /**
     * Stops them all, so that a server can be started. Only with the folder's lock held, for then nobody can want them.
     *
     * @throws StartRefused when one does not end
     */
    void stop() throws IOException {
        List<ProcessHandle> strays = process.all();
        if (!strays.isEmpty()) {
            LOG.warnf("Stopping what is left of the last PostgreSQL on %s.", folder.root());
            stop(strays);
        }
        forgetReusedNumber();
    }

    private void stop(List<ProcessHandle> strays) throws IOException {
        // pg_ctl signals whatever process has the recorded number: it must be one of ours.
        if (process.isRunning()) {
            commands.succeed("pg_ctl", "stop", "-D", folder.cluster().toString(), "-m", "fast", "-w", "-t", "60");
        } else {
            strays.forEach(ProcessHandle::destroy);
        }
        if (!gone()) {
            process.all().forEach(ProcessHandle::destroyForcibly);
            if (!gone()) {
                throw new StartRefused("A PostgreSQL that the last Tocsin on " + folder.root()
                        + " left running cannot be stopped. End the processes that run from " + folder.binaries()
                        + ".");
            }
        }
    }

    // Looks again rather than waits for each to end: one that nobody collects, as in many containers, never does.
    private boolean gone() throws IOException {
        long start = System.nanoTime();
        while (!process.all().isEmpty()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(LOOK_AGAIN_AFTER.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while PostgreSQL was ending", e);
            }
        }
        return true;
    }

    /**
     * PostgreSQL does not start while any process lives that has the number which its last server recorded; in a container,
     * where numbers are small, that is often somebody else.
     */
    private void forgetReusedNumber() throws IOException {
        Optional<ProcessHandle> recorded = process.recorded();
        if (recorded.isPresent()) {
            if (ServerProcess.mayBeServer(recorded.get())) {
                throw new StartRefused("Process " + recorded.get().pid() + " may be a PostgreSQL at work on "
                        + folder.cluster() + ". End it, or, if it is something else, delete " + process.record() + ".");
            }
            Files.delete(process.record());
        }
    }
}
