package org.tocsin;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.tocsin.platform.StartRefused;
import org.tocsin.platform.database.EmbeddedDatabase;
import org.tocsin.platform.keys.NewKeyFile;
import org.tocsin.platform.keys.RotationStep;

/** Runs the service, on a database of its own when none is configured. */
@QuarkusMain
public final class Tocsin {

    private static final String USAGE =
            """
            Usage: java -jar quarkus-run.jar                   runs the service
                   java -jar quarkus-run.jar verify-evidence   checks the evidence; with the embedded database, while the service is stopped
                   java -jar quarkus-run.jar new-keys <file>   makes a key file, for a service with a database of your own
                   java -jar quarkus-run.jar rotate-keys add|use|drop <file>
                                                               changes the key that wraps data keys, step by step (see the runbook)
            """;

    private static final Map<String, RotationStep> ROTATION =
            Map.of("add", RotationStep.ADD, "use", RotationStep.USE, "drop", RotationStep.DROP);

    /**
     * Ends the process: with 0 when all went well, 1 when the service did not start or the evidence does not hold, 2 when it was
     * called wrongly.
     */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        try {
            if (arguments.length == 0) {
                return serve();
            }
            if (arguments.length == 1 && arguments[0].equals("verify-evidence")) {
                return new EvidenceCommand(ConfigProvider.getConfig(), System.out).verify();
            }
            if (arguments.length == 2 && arguments[0].equals("new-keys")) {
                NewKeyFile.writeTo(Path.of(arguments[1]));
                return 0;
            }
            if (arguments.length == 3 && arguments[0].equals("rotate-keys") && ROTATION.containsKey(arguments[1])) {
                ROTATION.get(arguments[1]).applyTo(Path.of(arguments[2]));
                return 0;
            }
        } catch (StartRefused e) {
            System.err.println(e.getMessage());
            return 1;
        }
        System.err.print(USAGE);
        return 2;
    }

    private static int serve() {
        Config config = ConfigProvider.getConfig();
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            return serveOnConfiguredDatabase();
        }
        CountDownLatch databaseStopped = holdTheProcessUntilCountedDown();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(config.getValue("tocsin.data-dir", Path.class))) {
            configure(database);
            return serveOnConfiguredDatabase();
        } finally {
            databaseStopped.countDown();
        }
    }

    /**
     * Told to end, the virtual machine halts when its shutdown hooks have run. Quarkus's own hook stops the service; this one
     * waits for what the main thread does after that: it stops the database.
     */
    private static CountDownLatch holdTheProcessUntilCountedDown() {
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                done.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "wait-for-database-stop"));
        return done;
    }

    private static void configure(EmbeddedDatabase database) {
        System.setProperty("tocsin.database.embedded", "true");
        System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.service().role());
        System.setProperty("quarkus.datasource.password", database.service().password());
        System.setProperty("quarkus.flyway.jdbc-url", database.jdbcUrl());
        System.setProperty("quarkus.flyway.username", database.owner().role());
        System.setProperty("quarkus.flyway.password", database.owner().password());
    }

    private static int serveOnConfiguredDatabase() {
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(Service.class, (code, failure) -> {
            exitCode.set(code);
            if (failure != null) {
                StartFailure.tell(failure, System.err);
            }
        });
        return exitCode.get();
    }
}
