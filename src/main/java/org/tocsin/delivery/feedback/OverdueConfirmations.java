package org.tocsin.delivery.feedback;

import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.delivery.NoticeOutcomes;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;

/**
 * Opens the next channel of people whose message was accepted and not confirmed in the time that their batch gives it. What is
 * opened here is sent like everything else: only while the batch's gates are open. The time to confirm goes on while they are closed,
 * for so do the receipts.
 */
@ApplicationScoped
public class OverdueConfirmations {

    private static final Logger LOG = Logger.getLogger(OverdueConfirmations.class);

    /** People per transaction: a receipt must not wait long for one of them. */
    private static final int CHUNK = 1_000;

    private final javax.sql.DataSource database;
    private final OncePerCluster oncePerCluster;
    private final Clock clock;

    OverdueConfirmations(
            @DataSource("bulk") javax.sql.DataSource database, OncePerCluster oncePerCluster, Clock clock) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.clock = clock;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("overdue-confirmations", Duration.ofSeconds(4), Duration.ofMinutes(5), this::openAll);
    }

    private void openAll() {
        try {
            int opened;
            do {
                opened = Transactions.run(database, connection -> open(connection, CHUNK, clock.instant()));
            } while (opened == CHUNK);
        } catch (SQLException e) {
            LOG.warnf("Next channels wait to be opened (SQL state %s)", e.getSQLState());
        }
    }

    /**
     * Opens those of some people. Twice, or at the same time as a receipt, it does no more than once: after the locks only what
     * still waits is moved.
     *
     * @return how many people were looked at; fewer than the limit when nobody else waits
     */
    public static int open(Connection connection, int limit, Instant now) throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        List<UUID> notices = overdue(connection, limit, at);
        if (notices.isEmpty()) {
            return 0;
        }
        NoticeOutcomes.lock(connection, notices);
        String sql =
                """
                UPDATE delivery
                SET state = CASE WHEN hold_for IS NULL THEN 'DUE' ELSE 'HELD' END, reason = hold_for,
                    due_at = CASE WHEN hold_for IS NULL THEN ?::timestamptz END,
                    give_up_at = batch_clock(batch_id, ?) + coalesce(horizon, give_up_at - updated_at),
                    horizon = coalesce(horizon, give_up_at - updated_at), updated_at = ?
                WHERE notice_id = ANY (?) AND state = 'PLANNED' AND due_at <= ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, at);
            statement.setObject(2, at);
            statement.setObject(3, at);
            statement.setArray(4, connection.createArrayOf("uuid", notices.toArray()));
            statement.setObject(5, at);
            statement.executeUpdate();
        }
        return notices.size();
    }

    private static List<UUID> overdue(Connection connection, int limit, OffsetDateTime now) throws SQLException {
        String sql = "SELECT notice_id FROM delivery WHERE state = 'PLANNED' AND due_at <= ? ORDER BY due_at LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now);
            statement.setInt(2, limit);
            List<UUID> notices = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    notices.add(rows.getObject(1, UUID.class));
                }
            }
            return notices;
        }
    }
}
