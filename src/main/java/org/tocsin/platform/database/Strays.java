package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;

/** Processes of PostgreSQL that a killed service left at work on its data folder. */
final class Strays {

    private static final Logger LOG = Logger.getLogger(Strays.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

    private final DataFolder folder;
    private final Commands commands;

    Strays(DataFolder folder, Commands commands) {
        this.folder = folder;
        this.commands = commands;
    }

    /**
     * Stops them all. Only with the folder's lock held, for then nobody can want them.
     *
     * @throws StartRefused when one does not end
     */
    void stop() throws IOException {
        List<ProcessHandle> strays = find();
        if (!strays.isEmpty()) {
            LOG.warnf("The last Tocsin on %s was killed and left its PostgreSQL running; stopping it.", folder.root());
            stop(strays);
        }
        forgetReusedProcessId();
    }

    /** By the program that they run: no other folder's PostgreSQL, and nothing else at all, runs from this folder. */
    private List<ProcessHandle> find() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(program -> Path.of(program).startsWith(folder.binaries()))
                        .isPresent())
                .toList();
    }

    private void stop(List<ProcessHandle> strays) throws IOException {
        // pg_ctl signals whatever process has the number in the file: it must be one of ours.
        if (recordedProcessId().filter(id -> contains(strays, id)).isPresent()) {
            commands.succeed("pg_ctl", "stop", "-D", folder.cluster().toString(), "-m", "fast", "-w", "-t", "60");
        } else {
            strays.forEach(ProcessHandle::destroy);
        }
        if (!gone()) {
            find().forEach(ProcessHandle::destroyForcibly);
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
        while (!find().isEmpty()) {
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
    private void forgetReusedProcessId() throws IOException {
        Optional<ProcessHandle> recorded = recordedProcessId().flatMap(ProcessHandle::of);
        if (recorded.isPresent()) {
            if (mayBeServer(recorded.get())) {
                throw new StartRefused("Process " + recorded.get().pid() + " may be a PostgreSQL at work on "
                        + folder.cluster() + ". End it, or, if it is something else, delete " + recordFile() + ".");
            }
            Files.delete(recordFile());
        }
    }

    /** Two servers on one folder destroy it: what is not known to be something else counts as a server. */
    private static boolean mayBeServer(ProcessHandle process) throws IOException {
        Optional<String> program = process.info().command();
        if (program.isPresent()) {
            return Path.of(program.get()).getFileName().toString().startsWith("postgres");
        }
        // PostgreSQL works only on folders of the user that it runs as, and that is who we are.
        boolean ofAnotherUser =
                !process.info().user().equals(ProcessHandle.current().info().user());
        return !ofAnotherUser && !hasEnded(process);
    }

    // What has ended and is not collected by its parent still has a number, on Linux in state Z, see proc_pid_stat(5).
    private static boolean hasEnded(ProcessHandle process) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (Files.notExists(stat)) {
            return !process.isAlive();
        }
        String line = Files.readString(stat);
        return line.startsWith("Z", line.lastIndexOf(')') + 2);
    }

    private Optional<Long> recordedProcessId() throws IOException {
        if (Files.notExists(recordFile())) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(recordFile()).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path recordFile() {
        return folder.cluster().resolve("postmaster.pid");
    }

    private static boolean contains(List<ProcessHandle> processes, long id) {
        return processes.stream().anyMatch(process -> process.pid() == id);
    }
}
