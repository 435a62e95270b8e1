package org.tocsin.batch.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.delivery.Tally;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;

/**
 * Checks that every batch adds up: the counters that callers are shown are those of its rows, its people are those who were
 * planned, and everyone's outcome is the one that follows from their deliveries. By the hour, once it is an hour old; of ended
 * batches, of which something may still come back, at the end and then daily for a month; whatever does not add up, by the hour
 * until it does.
 */
@ApplicationScoped
class Recount {

    private static final Logger LOG = Logger.getLogger(Recount.class);
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration BETWEEN_WHEN_ENDED = Duration.ofDays(1);
    private static final Duration AFTER_THE_END = Duration.ofDays(30);

    /** One batch to look at, and how many people its plan has. */
    private record Due(UUID id, UUID incidentId, long people) {}

    /** What was found in one snapshot of the database. */
    private record Counts(long planned, Tally kept, Tally counted, long contradicted) {

        boolean differ() {
            return !kept.equals(counted) || counted.people() != planned || contradicted > 0;
        }
    }

    private final javax.sql.DataSource database;
    private final OncePerCluster oncePerCluster;
    private final EvidenceLog evidence;
    private final Clock clock;
    private final Counter differences;

    Recount(
            @DataSource("bulk") javax.sql.DataSource database,
            OncePerCluster oncePerCluster,
            EvidenceLog evidence,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.evidence = evidence;
        this.clock = clock;
        this.differences = Counter.builder("tocsin.batch.counts.differ")
                .description("Batches whose counters were found to differ from their rows")
                .register(metrics);
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("batch-recount", Duration.ofSeconds(50), Duration.ofMinutes(30), this::recountDue);
    }

    /** Looks at every batch whose turn it is. */
    void recountDue() {
        try {
            for (Due batch : Transactions.run(database, connection -> due(connection, clock.instant()))) {
                compare(batch);
            }
        } catch (SQLException e) {
            LOG.warnf("Batches could not be recounted, and will be later (SQL state %s)", e.getSQLState());
        }
    }

    private void compare(Due batch) throws SQLException {
        // Not in chunks: only one snapshot of counters and rows can be compared while a batch is being sent. It changes
        // nothing, and a million people are counted in seconds.
        Counts counts = Transactions.run(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
            return new Counts(
                    batch.people(),
                    Tally.read(connection, batch.id()),
                    Tally.recount(connection, batch.id()),
                    Tally.contradicted(connection, batch.id()));
        });
        if (counts.differ()) {
            differences.increment();
            LOG.errorf("Batch %s does not add up: %s", batch.id(), counts);
        }
        Transactions.execute(database, connection -> {
            // The batch's row first, as everyone: who waits for it must not keep all others from the evidence.
            markRecounted(connection, batch.id(), counts.differ());
            if (counts.differ()) {
                evidence.append(connection, found(batch, counts));
            }
        });
    }

    private static Act found(Due batch, Counts counts) {
        return new Act(
                batch.incidentId(),
                Act.SYSTEM,
                Action.COUNTS_DIFFER,
                "batch:" + batch.id(),
                Map.of(
                        "planned", counts.planned(),
                        "kept", counts.kept().toString(),
                        "counted", counts.counted().toString(),
                        "contradicted", counts.contradicted()));
    }

    private static List<Due> due(Connection connection, Instant now) throws SQLException {
        String sql =
                """
                SELECT id, incident_id, people FROM batch
                WHERE status IN ('DRAFT', 'SUBMITTED', 'APPROVED', 'DISPATCHING', 'PAUSED', 'HELD')
                      AND coalesce(recounted_at, created_at) < ?
                   OR status = 'COMPLETED'
                      AND (recounted_at IS NULL OR recounted_at < completed_at
                           OR recounted_at < ? AND completed_at > ?)
                   OR counts_differ AND recounted_at < ?
                ORDER BY id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.minus(BETWEEN).atOffset(ZoneOffset.UTC));
            statement.setObject(2, now.minus(BETWEEN_WHEN_ENDED).atOffset(ZoneOffset.UTC));
            statement.setObject(3, now.minus(AFTER_THE_END).atOffset(ZoneOffset.UTC));
            statement.setObject(4, now.minus(BETWEEN).atOffset(ZoneOffset.UTC));
            List<Due> due = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getLong(3)));
                }
            }
            return due;
        }
    }

    private void markRecounted(Connection connection, UUID batch, boolean differ) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE batch SET recounted_at = ?, counts_differ = ? WHERE id = ?")) {
            statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setBoolean(2, differ);
            statement.setObject(3, batch);
            statement.executeUpdate();
        }
    }
}
