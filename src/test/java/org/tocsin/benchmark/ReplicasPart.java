package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.platform.keys.NewKeyFile;

/** Two replicas over one PostgreSQL against one, into a sink that takes its time: there the connections are the limit. */
final class ReplicasPart {

    private static final Duration PER_MESSAGE = Duration.ofMillis(50);
    private static final int CONNECTIONS = 20;
    private static final int WARM_UP_PEOPLE = 16_000; // of each replica
    private static final int PEOPLE = 16_000;
    private static final double OF_ONE = 1.9;

    private final Settings settings;
    private final Path folder;
    private final Report report;

    ReplicasPart(Settings settings, Path folder, Report report) {
        this.settings = settings;
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        Run one = report.add(run(1));
        Run two = report.add(run(2));
        report.ratio("two replicas to one", two.rate() / one.rate(), OF_ONE);
    }

    private Run run(int replicas) throws Exception {
        Path database = Files.createTempDirectory(folder, "database");
        try (SlowSink sink = SlowSink.start(PER_MESSAGE);
                EmbeddedDatabase postgres = postgres(database);
                Replicas running = start(replicas, sink, postgres)) {
            BatchSteps steps = new BatchSteps(running.first(), folder);
            // A virtual machine that has just started would be the limit, and not the connections.
            int warmUpPeople = replicas * WARM_UP_PEOPLE;
            UUID warmUp = steps.submitted(warmUpPeople);
            UUID batch = steps.submitted(PEOPLE);
            TocsinRun.run("warm-up", steps, warmUp, sink, new CpuUse(), warmUpPeople);
            String name = replicas + (replicas == 1 ? " replica" : " replicas") + ", 50 ms a message";
            return TocsinRun.run(name, steps, batch, sink, running.cpu().postgres(database), PEOPLE);
        }
    }

    // Its server is no child of this process, so that it would outlive a benchmark that is ended by a signal.
    private static EmbeddedDatabase postgres(Path folder) {
        EmbeddedDatabase postgres = EmbeddedDatabase.start(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        return postgres;
    }

    private Replicas start(int replicas, SlowSink sink, EmbeddedDatabase postgres) throws IOException {
        Path keys = Files.createTempDirectory(folder, "keys").resolve("keys.json");
        NewKeyFile.writeTo(keys);
        List<ServiceUnderTest> started = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            started.add(ServiceUnderTest.start(
                    folder,
                    sink.port(),
                    CONNECTIONS,
                    settings.jvmOptions(),
                    "quarkus.datasource.jdbc.url=" + postgres.jdbcUrl(),
                    "quarkus.datasource.username=" + postgres.service().role(),
                    "quarkus.datasource.password=" + postgres.service().password(),
                    "quarkus.flyway.username=" + postgres.owner().role(),
                    "quarkus.flyway.password=" + postgres.owner().password(),
                    "tocsin.keys.file=" + keys));
        }
        return new Replicas(started);
    }

    /** The replicas of one run; the first has made the accounts. */
    private record Replicas(List<ServiceUnderTest> all) implements AutoCloseable {

        ServiceUnderTest first() {
            return all.get(0);
        }

        CpuUse cpu() {
            CpuUse cpu = new CpuUse();
            for (int i = 0; i < all.size(); i++) {
                cpu.process("replica " + (i + 1), all.get(i).processId());
            }
            return cpu;
        }

        @Override
        public void close() throws Exception {
            for (ServiceUnderTest service : all) {
                service.close();
            }
        }
    }
}
