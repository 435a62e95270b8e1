package org.tocsin.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** {@code ./mvnw -Pbenchmark}: runs the parts that are asked for and prints their figures. */
public final class Benchmark {

    private static final double OF_THE_SMALL_BATCH = 0.90;
    private static final Path TARGET = Path.of("target");

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        // Whoever ends the benchmark by a signal ends what it has started.
        Runtime.getRuntime().addShutdownHook(new Thread(Benchmark::endChildren));
        Settings settings = Settings.fromSystemProperties();
        if (settings.has("email", "status", "million", "replicas", "tocsin")) {
            MailTools.require();
        }
        if (settings.has("intake", "many")) {
            PlainTable.require();
        }
        // Not the system's folder for temporary files, which may lie in memory: commits are to reach a disk.
        Path folder = Files.createTempDirectory(TARGET.toAbsolutePath(), "benchmark");
        String loadAtStart = Machine.load();
        Report report = new Report(System.out);
        TocsinDispatch dispatch = new TocsinDispatch(settings, folder, report);
        Run tocsin = null;
        if (settings.has("email")) {
            tocsin = new EmailPart(settings, folder, report).run(dispatch);
        } else if (settings.has("tocsin", "million")) {
            tocsin = dispatch.run(settings.people());
        }
        if (settings.has("status")) {
            dispatch.runBesideQueries(settings.people());
        }
        if (settings.has("million")) {
            Run million = dispatch.run(settings.millionPeople());
            Run after = dispatch.run(settings.people());
            report.ratio(
                    "Tocsin's large batch to its small one",
                    million.rate() / Run.meanRate(tocsin, after),
                    OF_THE_SMALL_BATCH);
        }
        if (settings.has("replicas")) {
            new ReplicasPart(settings, folder, report).run();
        }
        if (settings.has("intake", "many")) {
            IntakePart intake = new IntakePart(settings, folder, report);
            Load small = intake.run();
            if (settings.has("many")) {
                intake.runMany(small);
            }
        }
        List<String> machine = Machine.described(folder, settings, loadAtStart);
        FileUtils.deleteDirectory(folder.toFile());
        report.print(machine);
    }

    private static void endChildren() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    }
}
