package org.tocsin.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Three replicas with the product's own settings, each with a mail server of its own: what the long runs work on. */
final class Crew implements AutoCloseable {

    static final List<String> NAMES = List.of("a", "b", "c");

    private static final Duration LONGEST_BATCH = Duration.ofHours(3);

    private final Bench bench;

    /** Makes all but the replicas. Three times three pools must fit into PostgreSQL's hundred connections. */
    Crew() throws IOException {
        this.bench = new Bench(
                true,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=4", // they run for long: compiled as in earnest
                "quarkus.datasource.jdbc.max-size=8",
                "quarkus.datasource.bulk.jdbc.max-size=4");
    }

    /** Starts all replicas, one after the other. */
    Crew start() throws Exception {
        for (String name : NAMES) {
            bench.replica(name);
        }
        return this;
    }

    Bench bench() {
        return bench;
    }

    /** Lets every mail server take so long for its answer, so that connections are seldom idle. */
    Crew answeringAfter(Duration delay) {
        SmtpAction late = SmtpAction.taking(SmtpAction.replyAfter(delay, "250 2.0.0 Ok: queued"));
        NAMES.forEach(name -> bench.mail(name).always(SmtpStage.DOT, late));
        return this;
    }

    /** Any one of them: for those that are alive it makes no difference. */
    ServiceApi api() throws Exception {
        return bench.replica(NAMES.get(0)).api().withPatience(LONGEST_BATCH);
    }

    UUID approved(Audience audience) throws Exception {
        return bench.approved(api(), audience, Map.of());
    }

    Comparison compareWhenDone(Audience audience, UUID batch) throws Exception {
        api().awaitStatus(batch, "COMPLETED");
        return bench.compare(api(), audience, batch);
    }

    @Override
    public void close() throws Exception {
        bench.close();
        System.out.println("\n" + Figures.table());
    }

    /** A number that a run can be given on the command line. */
    static int number(String property, int usual) {
        return Integer.getInteger("faults." + property, usual);
    }
}
