package org.tocsin.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The table of measured figures, kept in {@code target/faults/figures.md}, ready for {@code docs/faults.md}. */
final class Figures {

    private static final Path FILE = Path.of("target", "faults", "figures.md");
    private static final List<String> ROWS = new ArrayList<>();

    private Figures() {}

    /** Adds what was measured. */
    static synchronized void add(String fault, String figureToReach, String measured) throws IOException {
        ROWS.add("| " + fault + " | " + figureToReach + " | " + measured + " |");
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, table());
    }

    /** All that this test run has measured so far, with the machine and the date. */
    static synchronized String table() throws IOException {
        return head() + String.join("\n", ROWS) + "\n";
    }

    private static String head() throws IOException {
        return "Measured on " + Instant.now().atOffset(ZoneOffset.UTC).toLocalDate() + ": " + machine()
                + "; service, PostgreSQL and providers on that one machine.\n\n"
                + "| fault | figure to reach | measured |\n|---|---|---|\n";
    }

    private static String machine() throws IOException {
        Runtime here = Runtime.getRuntime();
        String memory = firstValue(Path.of("/proc/meminfo"), "MemTotal");
        String processor = firstValue(Path.of("/proc/cpuinfo"), "model name");
        return "%d cores%s, %s of memory, %s, Java %s"
                .formatted(
                        here.availableProcessors(),
                        processor.isEmpty() ? "" : " (" + processor + ")",
                        memory.isEmpty() ? "unknown size" : memory,
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.version().feature());
    }

    // As Linux writes it, see proc(5); elsewhere there is no such file.
    private static String firstValue(Path file, String name) throws IOException {
        if (Files.notExists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
