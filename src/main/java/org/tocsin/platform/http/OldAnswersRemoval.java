package org.tocsin.platform.http;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** Removes answers that nobody will ask for again; each replica does, which does no harm. */
@ApplicationScoped
class OldAnswersRemoval {

    private final AgroalDataSource database;
    private final IdempotentAnswers answers;

    OldAnswersRemoval(AgroalDataSource database, IdempotentAnswers answers) {
        this.database = database;
        this.answers = answers;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() throws SQLException {
        try (Connection connection = database.getConnection()) {
            answers.removeOld(connection);
        }
    }
}
