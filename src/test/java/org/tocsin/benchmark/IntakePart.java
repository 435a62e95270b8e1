package org.tocsin.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Uploads against {@code psql \copy}, and planning. Nothing is sent. */
final class IntakePart {

    private static final int LONGEST_WARM_UP = 100_000;
    private static final double OF_COPY = 0.50;
    private static final double OF_SMALL_UPLOAD = 0.90;
    private static final double PLANNING_SECONDS = 20;
    private static final int PER_PEOPLE = 1_000_000;

    private final Settings settings;
    private final Path folder;
    private final Report report;

    IntakePart(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    /**
     * Takes in and plans the smaller record set.
     *
     * @return how it was taken in
     */
    Load run() throws Exception {
        int people = settings.records();
        Path csv = Files.createTempFile(folder, "people", ".csv");
        People.write(csv, people);
        Load before = report.add(PlainTable.copy(csv, people, folder));
        Load upload;
        try (ServiceUnderTest service = ServiceUnderTest.withoutMail(folder, settings.jvmOptions())) {
            IntakeSteps steps = new IntakeSteps(service, folder);
            warmUp(steps);
            UUID incident = steps.openIncident();
            IntakeSteps.Uploaded set = steps.upload(incident, csv, people);
            upload = report.add(set.load());
            limit("planning", report.add(steps.plan("planned", incident, set)));
            steps.suppress(People.email(people / 2));
            limit(
                    "planning while addresses are suppressed",
                    report.add(steps.plan("planned, one address suppressed", incident, set)));
        }
        Load after = report.add(PlainTable.copy(csv, people, folder));
        Files.delete(csv);
        report.ratio("upload to psql \\copy", 2 * upload.rate() / (before.rate() + after.rate()), OF_COPY);
        return upload;
    }

    private void limit(String what, Load plan) {
        report.limit(what + ", s per 1,000,000 people", plan.seconds() * PER_PEOPLE / plan.people(), PLANNING_SECONDS);
    }

    // A virtual machine that has just started compiles.
    private void warmUp(IntakeSteps steps) throws Exception {
        int people = Math.min(LONGEST_WARM_UP, settings.records());
        UUID incident = steps.openIncident();
        steps.plan("warm-up", incident, steps.upload(incident, people));
    }

    /**
     * Takes in and plans the larger record set, and asks for the status of one of few people before, and of one of many after.
     *
     * @param small how the smaller one was taken in
     */
    void runMany(Load small) throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.withoutMail(folder, settings.jvmOptions())) {
            IntakeSteps steps = new IntakeSteps(service, folder);
            StatusAmongMany status = new StatusAmongMany(service, report);
            status.amongFew(steps);
            warmUp(steps);
            UUID incident = steps.openIncident();
            IntakeSteps.Uploaded set = steps.upload(incident, settings.manyRecords());
            Load upload = report.add(set.load());
            report.ratio("large upload to the small one", upload.rate() / small.rate(), OF_SMALL_UPLOAD);
            report.add(steps.plan("planned", incident, set));
            status.amongMany(settings.manyRecords());
        }
    }
}
