package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.Transactions;

/**
 * How many receipts wait: of deliveries that are in somebody's hands, or that this database does not know. And how many mails that
 * came back are about a message that nobody can name.
 */
@ApplicationScoped
class ReceiptMetrics {

    private static final Logger LOG = Logger.getLogger(ReceiptMetrics.class);

    private final AgroalDataSource database;
    private volatile double waiting;
    private volatile double unmatchedMails;

    ReceiptMetrics(AgroalDataSource database, MeterRegistry registry) {
        this.database = database;
        registry.gauge("tocsin.receipt.waiting", this, metrics -> metrics.waiting);
        registry.gauge("tocsin.receipt.unmatched.mails", this, metrics -> metrics.unmatchedMails);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            waiting = Transactions.run(database, Receipts::waiting);
            unmatchedMails = Transactions.run(database, ReturnedMails::unmatched);
        } catch (SQLException e) {
            LOG.debugf("The receipts could not be counted (SQL state %s)", e.getSQLState());
        }
    }
}
