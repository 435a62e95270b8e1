package org.tocsin.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Replicas that start at the same moment: each brings the schema up to date and gives the service's role its rights. */
class ReplicasStartTogetherIT {

    private static final int REPLICAS = 4;
    private static final int STARTS = 4;

    @Test
    void noneStumblesOverAnothersMigration() throws Exception {
        ExecutorService replicas = Executors.newFixedThreadPool(REPLICAS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement create = connection.createStatement()) {
                create.execute("CREATE ROLE service LOGIN");
            }
            for (int start = 0; start < STARTS; start++) {
                for (Future<Void> each : replicas.invokeAll(Collections.nCopies(REPLICAS, replica(postgres)))) {
                    each.get();
                }
            }
        } finally {
            replicas.shutdownNow();
        }
    }

    private static Callable<Void> replica(EmbeddedPostgres postgres) {
        return () -> {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .placeholders(Map.of("serviceRole", "service"))
                    .load()
                    .migrate();
            return null;
        };
    }
}
