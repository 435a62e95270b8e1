package org.tocsin.benchmark;

import java.nio.file.Path;
import java.util.Map;

/** Email dispatch against smtp-source and against a bare loop of the mail library, into the same kind of sink. */
final class EmailPart {

    private static final double OF_SMTP_SOURCE = 0.30;
    private static final double OF_LOOP = 1.3;

    private final Settings settings;
    private final Path folder;
    private final Report report;

    EmailPart(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    /**
     * The two that keep no record run before Tocsin and after it, so that it shows when the machine itself gets faster or
     * slower; the ratios are to their mean.
     */
    Run run(TocsinDispatch dispatch) throws Exception {
        Map<String, String> words = dispatch.words();
        Run sourceBefore = report.add(source());
        Run loopBefore = report.add(loop(words));
        Run tocsin = dispatch.run(settings.people());
        Run loopAfter = report.add(loop(words));
        Run sourceAfter = report.add(source());
        report.ratio("Tocsin to smtp-source", tocsin.rate() / Run.meanRate(sourceBefore, sourceAfter), OF_SMTP_SOURCE);
        report.ratio("Tocsin to the Angus Mail loop", tocsin.rate() / Run.meanRate(loopBefore, loopAfter), OF_LOOP);
        return tocsin;
    }

    private Run source() throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder)) {
            return SmtpSource.run(sink, settings.sessions(), settings.people());
        }
    }

    private Run loop(Map<String, String> words) throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder)) {
            return AngusLoop.run(sink, settings, words, folder);
        }
    }
}
