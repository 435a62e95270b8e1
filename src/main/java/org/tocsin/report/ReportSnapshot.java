package org.tocsin.report;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tocsin.platform.database.Transactions;

/**
 * Where reports are counted: all their statements see one moment. Counting must not get in the way of sending: so many reports at
 * once per replica, one processor each, and no statement longer than the limit, for the oldest snapshot holds back the vacuum.
 */
@ApplicationScoped
class ReportSnapshot {

    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 20;
    private static final int RETRY_AFTER_SECONDS = 60;
    private static final String QUERY_CANCELED = "57014";

    private final javax.sql.DataSource database;
    private final Duration statementLimit;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    @Inject
    ReportSnapshot(@DataSource("bulk") javax.sql.DataSource database, ReportConfig config) {
        this(database, config.statementLimit());
    }

    ReportSnapshot(javax.sql.DataSource database, Duration statementLimit) {
        this.database = database;
        this.statementLimit = statementLimit;
    }

    /**
     * Runs the work in a transaction that reads only.
     *
     * @throws HttpProblem 503 when too many count already, or a statement takes too long
     */
    <T> T count(Transactions.Work<T> work) {
        take();
        try {
            return Transactions.run(database, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                    statement.execute("SET LOCAL statement_timeout = " + statementLimit.toMillis());
                    statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
                    statement.execute("SET LOCAL work_mem = '64MB'");
                }
                return work.run(connection);
            });
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState())) {
                throw busy(
                        "This report takes longer to count than it may while the service runs; try again when less is"
                                + " being sent.");
            }
            throw new IllegalStateException("a report could not be counted", e);
        } finally {
            free.release();
        }
    }

    private void take() {
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy("As many reports as this service counts at once are under way; try again later.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("The service is stopping; try again later.");
        }
    }

    private static HttpProblem busy(String detail) {
        return HttpProblem.builder()
                .withStatus(Response.Status.SERVICE_UNAVAILABLE)
                .withTitle("Busy")
                .withDetail(detail)
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
