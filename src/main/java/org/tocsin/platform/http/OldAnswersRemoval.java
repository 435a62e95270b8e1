package org.tocsin.platform.http;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.OncePerCluster;

/** Removes answers that nobody will ask for again; one replica does it for all. */
@ApplicationScoped
class OldAnswersRemoval {

    private static final Logger LOG = Logger.getLogger(OldAnswersRemoval.class);

    private final AgroalDataSource database;
    private final OncePerCluster oncePerCluster;
    private final IdempotentAnswers answers;

    OldAnswersRemoval(AgroalDataSource database, OncePerCluster oncePerCluster, IdempotentAnswers answers) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.answers = answers;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("old-answers", Duration.ofMinutes(50), Duration.ofMinutes(55), this::remove);
    }

    private void remove() {
        try (Connection connection = database.getConnection()) {
            answers.removeOld(connection);
        } catch (SQLException e) {
            LOG.warnf("Old answers could not be removed, and will be later (SQL state %s)", e.getSQLState());
        }
    }
}
