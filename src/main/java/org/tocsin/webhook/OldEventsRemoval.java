package org.tocsin.webhook;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;

/** Removes events that have been kept long enough, sent or not; one replica does it for all. */
@ApplicationScoped
class OldEventsRemoval {

    private static final Logger LOG = Logger.getLogger(OldEventsRemoval.class);
    private static final int CHUNK = 10_000;

    private final AgroalDataSource database;
    private final OncePerCluster oncePerCluster;
    private final WebhookConfig config;
    private final Clock clock;

    OldEventsRemoval(AgroalDataSource database, OncePerCluster oncePerCluster, WebhookConfig config, Clock clock) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "20m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("old-webhook-events", Duration.ofMinutes(50), Duration.ofMinutes(55), this::remove);
    }

    private void remove() {
        Instant before = clock.instant().minus(config.kept());
        try {
            int removed;
            do {
                removed = Transactions.run(database, connection -> removeBefore(connection, before));
            } while (removed == CHUNK);
        } catch (SQLException e) {
            LOG.warnf("Old webhook events could not be removed, and will be later (SQL state %s)", e.getSQLState());
        }
    }

    /** Removes some of what happened before a time; how many. */
    static int removeBefore(Connection connection, Instant before) throws SQLException {
        String sql =
                """
                DELETE FROM webhook_event WHERE (batch_id, seq) IN (
                    SELECT batch_id, seq FROM webhook_event WHERE occurred_at < ? ORDER BY occurred_at LIMIT ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            statement.setInt(2, CHUNK);
            return statement.executeUpdate();
        }
    }
}
