package org.tocsin.webhook;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.Transactions;

/** Looks, on every replica, for what has changed and for what is due; two small queries each time while nothing is. */
@ApplicationScoped
class WebhookLoop {

    private static final Logger LOG = Logger.getLogger(WebhookLoop.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

    private final AgroalDataSource database;
    private final Lanes lanes;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "webhooks"));
    private final AtomicBoolean asked = new AtomicBoolean();

    WebhookLoop(AgroalDataSource database, Lanes lanes, Clock clock) {
        this.database = database;
        this.lanes = lanes;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
        lanes.stop(PATIENCE_AT_STOP);
    }

    private void look() {
        try {
            Transactions.execute(database, connection -> {
                if (somethingChanged(connection)) {
                    Numbering.run(connection, clock.instant());
                }
            });
            lanes.fill(this::soon);
        } catch (SQLException | RuntimeException | Error e) {
            // A scheduled task that throws is never run again; what it did not do, its next turn does.
            LOG.warnf("Webhooks wait: %s", e.getClass().getName());
            LOG.debug("webhooks", e);
        }
    }

    /** Fills a lane that has become free without delay. Many calls at once become one. */
    private void soon() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    look();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("Stopped: no lane is filled any more");
            }
        }
    }

    private static boolean somethingChanged(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM webhook_change)");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
