package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** One batch of a fresh service on its embedded database, into a fresh sink, with status queries beside it. */
final class TocsinDispatch {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Settings settings;
    private final Path folder;
    private final Report report;

    TocsinDispatch(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    /** Tells so many people. */
    Run run(int people) throws Exception {
        String name = "Tocsin, " + people + " people";
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            BatchSteps steps = new BatchSteps(service, folder);
            UUID batch = steps.submitted(people);
            if (settings.statusQueriesPerSecond() == 0) {
                return report.add(TocsinRun.run(name, steps, batch, sink, cpu(service, sink), people));
            }
            StatusProbe.during(WARM_UP, service, people, settings.statusQueriesPerSecond());
            report.add(name + ", idle", StatusProbe.during(IDLE, service, people, settings.statusQueriesPerSecond()));
            try (StatusProbe probe = StatusProbe.start(service, people, settings.statusQueriesPerSecond())) {
                Run run = TocsinRun.run(name, steps, batch, sink, cpu(service, sink), people);
                report.add(name + ", sending", probe.stop());
                return report.add(run);
            }
        }
    }

    /** What the service would write to the first of the people: subject, text and HTML. */
    Map<String, String> words() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            return new BatchSteps(service, folder).sample();
        }
    }

    private ServiceUnderTest start(SmtpSink sink) throws IOException {
        return ServiceUnderTest.start(folder, sink.port(), settings.sessions(), settings.jvmOptions());
    }

    private static CpuUse cpu(ServiceUnderTest service, SmtpSink sink) throws IOException {
        return new CpuUse()
                .process("service", service.processId())
                .tree("PostgreSQL", service.databaseProcessId())
                .process("sink", sink.processId())
                .process("benchmark", ProcessHandle.current().pid());
    }
}
