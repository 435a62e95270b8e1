package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.database.Transactions;

/** The figures that are worth an alarm. None names a person, a batch or an address. */
@ApplicationScoped
class DispatchMetrics {

    private static final Logger LOG = Logger.getLogger(DispatchMetrics.class);

    private final AgroalDataSource database;
    private final Clock clock;
    private volatile long lastBeatNanos = System.nanoTime();
    private volatile double oldestDueSeconds;
    private volatile double unknown;
    private volatile double held;

    DispatchMetrics(@DataSource("dispatch") AgroalDataSource database, MeterRegistry registry, Clock clock) {
        this.database = database;
        this.clock = clock;
        registry.gauge("tocsin.delivery.due.oldest.seconds", this, metrics -> metrics.oldestDueSeconds);
        registry.gauge("tocsin.delivery.unknown", this, metrics -> metrics.unknown);
        registry.gauge("tocsin.delivery.held", this, metrics -> metrics.held);
        registry.gauge("tocsin.replica.heartbeat.age.seconds", this, DispatchMetrics::heartbeatAgeSeconds);
    }

    void beat() {
        lastBeatNanos = System.nanoTime();
    }

    private double heartbeatAgeSeconds() {
        return (System.nanoTime() - lastBeatNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            Transactions.execute(database, this::count);
        } catch (SQLException e) {
            LOG.debugf("The queue could not be counted (SQL state %s)", e.getSQLState());
        }
    }

    private void count(Connection connection) throws SQLException {
        // Only batches that are being sent: what a person has paused is late on purpose. The head of each queue is
        // asked for by itself: the oldest of all would be looked for in the whole queue.
        String sql =
                """
                SELECT (SELECT coalesce(max(extract(epoch FROM ? - oldest.due_at)), 0)
                        FROM batch b
                        CROSS JOIN unnest(?::text[]) AS queue (channel)
                        CROSS JOIN LATERAL (SELECT d.due_at FROM delivery d
                                            WHERE d.batch_id = b.id AND d.channel = queue.channel AND d.state = 'DUE'
                                            ORDER BY d.due_at LIMIT 1) oldest
                        WHERE b.status = 'DISPATCHING'),
                       (SELECT count(*) FROM delivery WHERE state = 'UNKNOWN'),
                       (SELECT count(*) FROM delivery WHERE state = 'HELD')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setArray(2, connection.createArrayOf("text", ChannelKind.values()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                oldestDueSeconds = Math.max(0, row.getDouble(1));
                unknown = row.getDouble(2);
                held = row.getDouble(3);
            }
        }
    }
}
