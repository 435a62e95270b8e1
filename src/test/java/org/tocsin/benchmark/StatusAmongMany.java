package org.tocsin.benchmark;

import java.time.Duration;
import java.util.UUID;

/** What became of one customer, asked for when the service knows few people, and again when it knows many. */
final class StatusAmongMany {

    private static final int FEW = 10_000;
    private static final int PER_SECOND = 50;
    // The virtual machine's compiler is done by then, and so is what follows a plan: checkpoint, vacuum, recount.
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration ASKING = Duration.ofSeconds(40);
    private static final double OF_FEW = 2;

    private final ServiceUnderTest service;
    private final Report report;
    private Latencies few;

    StatusAmongMany(ServiceUnderTest service, Report report) {
        this.service = service;
        this.report = report;
    }

    /** Makes few people known to a fresh service, and asks. */
    void amongFew(IntakeSteps steps) throws Exception {
        UUID incident = steps.openIncident();
        steps.plan("few people", incident, steps.upload(incident, FEW));
        few = ask(FEW);
    }

    /** Asks again. */
    void amongMany(int people) throws Exception {
        Latencies many = ask(people);
        report.limit(
                "p99 of a status query among many people to that among few",
                many.p99Millis() / few.p99Millis(),
                OF_FEW);
    }

    private Latencies ask(int people) throws InterruptedException {
        StatusProbe.during(WARM_UP, service, people, PER_SECOND);
        Latencies latencies = StatusProbe.during(ASKING, service, people, PER_SECOND);
        report.add("among " + people + " people", latencies);
        return latencies;
    }
}
