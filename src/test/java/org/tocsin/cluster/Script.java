package org.tocsin.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scripts of {@code src/test/cluster}, run to their end. */
final class Script {

    private static final Path FOLDER = Path.of("src", "test", "cluster");

    /** What a script said, on both outputs, and its exit code. */
    record Ended(int exitCode, String output, String errors) {}

    private Script() {}

    static Ended run(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", FOLDER.resolve(name).toString()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("tocsin-script", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(
                    process.waitFor(), output.strip(), Files.readString(errors).strip());
        } finally {
            Files.delete(errors);
        }
    }
}
