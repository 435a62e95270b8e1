package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** What the figures depend on: machine, Java, date and the commit of the code. */
final class Machine {

    private Machine() {}

    /** What the machine has to do already, over the last 1, 5 and 15 minutes: proc_loadavg(5). */
    static String load() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return String.join(", ", List.of(fields).subList(0, 3));
    }

    /**
     * One line for each.
     *
     * @param folder where the databases of this run lie
     */
    static List<String> described(Path folder, Settings settings, String loadAtStart)
            throws IOException, InterruptedException {
        return List.of(
                "- date: " + LocalDate.now(ZoneOffset.UTC) + ", commit " + commit(),
                "- machine: %d cores of %s, %s of memory, %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                value("/proc/cpuinfo", "model name"),
                                value("/proc/meminfo", "MemTotal"),
                                System.getProperty("os.name") + " " + System.getProperty("os.version")),
                "- load average at the start: " + loadAtStart,
                "- database on " + Files.getFileStore(folder).type() + ", embedded, fsync and synchronous_commit on",
                "- Java " + Runtime.version() + ", service with " + String.join(" ", settings.jvmOptions()),
                "- " + settings.sessions() + " SMTP sessions for each contender");
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? said : "unknown";
    }

    private static String value(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
