package org.tocsin.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** {@code ./mvnw -Pbenchmark}: runs the parts that are asked for and prints their figures. */
public final class Benchmark {

    private static final Path TARGET = Path.of("target");

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.fromSystemProperties();
        MailTools.require();
        // Not the system's folder for temporary files, which may lie in memory: commits are to reach a disk.
        Path folder = Files.createTempDirectory(TARGET.toAbsolutePath(), "benchmark");
        Report report = new Report(System.out);
        if (settings.parts().contains("email")) {
            new EmailPart(settings, folder, report).run();
        }
        List<String> machine = Machine.described(folder, settings);
        FileUtils.deleteDirectory(folder.toFile());
        report.print(machine);
    }
}
