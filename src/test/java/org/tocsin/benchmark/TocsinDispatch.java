package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** One batch of a fresh service on its embedded database, into a fresh sink, with status queries beside it. */
final class TocsinDispatch {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int SMALLEST_BYTES = 5530; // 6144, give or take a tenth
    private static final int LARGEST_BYTES = 6758;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Settings settings;
    private final Path folder;
    private final Report report;

    TocsinDispatch(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    /** Tells so many people, and asks it nothing meanwhile. */
    Run run(int people) throws Exception {
        return run(people, false);
    }

    /** Tells so many people, and asks for the status of others before and meanwhile. */
    Run runBesideQueries(int people) throws Exception {
        return run(people, true);
    }

    private Run run(int people, boolean queries) throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            BatchSteps steps = new BatchSteps(service, folder);
            UUID warmUp = steps.submitted(settings.warmUp());
            UUID batch = steps.submitted(people);
            TocsinRun.run("warm-up", steps, warmUp, sink, new CpuUse(), settings.warmUp());
            Run run = queries
                    ? sendBesideQueries(service, steps, batch, sink, people)
                    : send(name(people), service, steps, batch, sink, people);
            checkSize(run);
            return report.add(run);
        }
    }

    private Run sendBesideQueries(ServiceUnderTest service, BatchSteps steps, UUID batch, SmtpSink sink, int people)
            throws Exception {
        int perSecond = settings.statusQueriesPerSecond();
        StatusProbe.during(WARM_UP, service, people, perSecond);
        report.add(name(people) + ", idle", StatusProbe.during(IDLE, service, people, perSecond));
        try (StatusProbe probe = StatusProbe.start(service, people, perSecond)) {
            Run run = send(name(people) + ", queries beside it", service, steps, batch, sink, people);
            report.add(name(people) + ", sending", probe.stop());
            return run;
        }
    }

    private static Run send(
            String name, ServiceUnderTest service, BatchSteps steps, UUID batch, SmtpSink sink, int people)
            throws Exception {
        CpuUse cpu = new CpuUse()
                .process("service", service.processId())
                .postgres(service.dataFolder())
                .process("sink", sink.processId())
                .process("benchmark", ProcessHandle.current().pid());
        return TocsinRun.run(name, steps, batch, sink, cpu, people);
    }

    private static String name(int people) {
        return "Tocsin, " + people + " people";
    }

    /** What the service would write to the first of the people: subject, text and HTML. */
    Map<String, String> words() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            return new BatchSteps(service, folder).sample();
        }
    }

    // How a text is encoded changes its size, and with it what there is to measure.
    private void checkSize(Run run) {
        if (run.wireBytes() < SMALLEST_BYTES || run.wireBytes() > LARGEST_BYTES) {
            report.warning("A message of " + run.wireBytes() + " bytes is not 6 kB: change the template in"
                    + " src/test/resources/benchmark until it is.");
        }
    }

    private ServiceUnderTest start(SmtpSink sink) throws IOException {
        return ServiceUnderTest.start(folder, sink.port(), settings.sessions(), settings.jvmOptions());
    }
}
