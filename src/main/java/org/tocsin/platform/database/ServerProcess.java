package org.tocsin.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which processes work on a data folder: those that run now, and the one that the last server recorded. */
final class ServerProcess {

    private final DataFolder folder;

    ServerProcess(DataFolder folder) {
        this.folder = folder;
    }

    /** All of them, known by the program that they run: no other folder's server, and nothing else, runs from here. */
    List<ProcessHandle> all() {
        return ProcessHandle.allProcesses().filter(this::isOfThisFolder).toList();
    }

    /** Whether the recorded server is running. */
    boolean isRunning() throws IOException {
        return recorded().filter(this::isOfThisFolder).isPresent();
    }

    /** Whoever has the number that the last server recorded; after a crash it can be anybody. */
    Optional<ProcessHandle> recorded() throws IOException {
        if (Files.notExists(record())) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(record()).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Where the last server recorded its number, in the first line. */
    Path record() {
        return folder.cluster().resolve("postmaster.pid");
    }

    /** Two servers on one folder destroy it: what is not known to be something else may be a server. */
    static boolean mayBeServer(ProcessHandle process) throws IOException {
        Optional<String> program = process.info().command();
        if (program.isPresent()) {
            return Path.of(program.get()).getFileName().toString().startsWith("postgres");
        }
        // PostgreSQL works only on folders of the user that it runs as, and that is who we are.
        boolean ofAnotherUser =
                !process.info().user().equals(ProcessHandle.current().info().user());
        return !ofAnotherUser && !hasEnded(process);
    }

    private boolean isOfThisFolder(ProcessHandle process) {
        return process.info()
                .command()
                .filter(program -> Path.of(program).startsWith(folder.binaries()))
                .isPresent();
    }

    // What has ended and is not collected by its parent still has a number, on Linux in state Z, see proc_pid_stat(5).
    private static boolean hasEnded(ProcessHandle process) throws IOException {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (NoSuchFileException e) {
            return !process.isAlive();
        }
    }
}
