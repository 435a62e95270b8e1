package org.tocsin.benchmark;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Email dispatch against smtp-source and against a bare loop of the mail library, into the same kind of sink. */
final class EmailPart {

    private final Settings settings;
    private final Path folder;
    private final Report report;

    EmailPart(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    /** Each contender of no record runs before and after Tocsin, so that a machine that gets slower is seen. */
    void run() throws Exception {
        Map<String, String> words = words();
        report.add(source());
        report.add(loop(words));
        Run tocsin = tocsin();
        report.add(tocsin);
        report.add(loop(words));
        report.add(source());
        report.ratio("Tocsin to smtp-source", tocsin.rate() / report.meanRate("smtp-source"), 0.30);
        report.ratio("Tocsin to Angus Mail loop", tocsin.rate() / report.meanRate("Angus Mail loop"), 1.3);
    }

    private Map<String, String> words() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            return new BatchSteps(service, folder).sample();
        }
    }

    private Run source() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder)) {
            return SmtpSource.run(sink, settings.sessions(), settings.people());
        }
    }

    private Run loop(Map<String, String> words) throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder)) {
            return AngusLoop.run(
                    sink, settings.sessions(), settings.people(), settings.heap(), words, folder);
        }
    }

    private Run tocsin() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder);
                ServiceUnderTest service = start(sink)) {
            BatchSteps steps = new BatchSteps(service, folder);
            UUID batch = steps.submitted(settings.people());
            CpuUse cpu = new CpuUse()
                    .process("service", service.processId())
                    .tree("PostgreSQL", service.databaseProcessId())
                    .process("sink", sink.processId())
                    .process("benchmark", ProcessHandle.current().pid());
            return TocsinRun.run("Tocsin", steps, batch, sink, cpu, settings.people());
        }
    }

    private ServiceUnderTest start(SmtpSink sink) throws Exception {
        return ServiceUnderTest.start(folder, sink.port(), settings.sessions(), settings.jvmOptions());
    }
}
