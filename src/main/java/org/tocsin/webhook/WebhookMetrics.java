package org.tocsin.webhook;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.Transactions;

/** How many webhooks are disabled, and how many fail at the moment. */
@ApplicationScoped
class WebhookMetrics {

    private static final Logger LOG = Logger.getLogger(WebhookMetrics.class);

    private final AgroalDataSource database;
    private volatile double disabled;
    private volatile double failing;

    WebhookMetrics(AgroalDataSource database, MeterRegistry registry) {
        this.database = database;
        registry.gauge("tocsin.webhook.disabled", this, metrics -> metrics.disabled);
        registry.gauge("tocsin.webhook.failing", this, metrics -> metrics.failing);
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            List<Endpoint> all = Transactions.run(
                    database, connection -> Endpoints.list(connection, Optional.empty(), EndpointDesk.MOST));
            disabled = all.stream()
                    .filter(endpoint -> endpoint.status() == Endpoint.Status.DISABLED)
                    .count();
            failing = all.stream()
                    .filter(endpoint -> endpoint.failingSince() != null)
                    .count();
        } catch (SQLException e) {
            LOG.debugf("The webhooks could not be counted (SQL state %s)", e.getSQLState());
        }
    }
}
