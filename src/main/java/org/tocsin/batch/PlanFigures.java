package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.FirstNotices;
import org.tocsin.delivery.PlanSuppressions;
import org.tocsin.delivery.Tally;
import org.tocsin.delivery.exclusion.PlanExclusions;

/** Counts a plan for the eyes of an approver. */
@ApplicationScoped
public class PlanFigures {

    private final AgroalDataSource database;
    private final Clock clock;

    PlanFigures(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Leaves out whoever has been told by another batch, and counts what remains; in the caller's transaction. */
    public void refresh(Batch batch) {
        try (Connection connection = database.getConnection()) {
            PlanExclusions.apply(connection, batch.id, clock.instant());
            if (batch.claimsFirst()) {
                FirstNotices.excludeClaimed(connection, batch.id, clock.instant());
            }
            batch.plan = read(connection, batch);
            batch.people = Tally.read(connection, batch.id).people();
            batch.rejects = batch.plan.rejects();
            batch.exclusions = batch.plan.exclusions().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        } catch (SQLException e) {
            throw new IllegalStateException("the plan could not be counted", e);
        }
    }

    private static PlanSummary read(Connection connection, Batch planned) throws SQLException {
        UUID batch = planned.id;
        return new PlanSummary(
                count(
                        connection,
                        "SELECT channel, count(*) FROM delivery WHERE batch_id = ? AND state = 'PLANNED' GROUP BY 1",
                        batch),
                count(
                        connection,
                        "SELECT locale, count(*) FROM notice WHERE batch_id = ? AND outcome = 'OUTSTANDING' GROUP BY 1",
                        batch),
                count(
                        connection,
                        """
                        SELECT coalesce(country, 'unknown'), count(*) FROM notice
                        WHERE batch_id = ? AND outcome = 'OUTSTANDING' GROUP BY 1
                        """,
                        batch),
                count(
                        connection,
                        "SELECT reason, count(*) FROM notice WHERE batch_id = ? AND outcome = 'UNREACHED' GROUP BY 1",
                        batch),
                rejects(connection, planned.recordSetId),
                count(
                        connection,
                        "SELECT reason, count(*) FROM notice WHERE batch_id = ? AND outcome = 'EXCLUDED' GROUP BY 1",
                        batch),
                moved(connection, batch),
                held(connection, planned),
                overridden(connection, planned),
                planned.senders,
                source(connection, planned));
    }

    private static PlanSummary.Source source(Connection connection, Batch planned) throws SQLException {
        if (planned.sourceBatchId == null) {
            return null;
        }
        long people = Tally.read(connection, planned.sourceBatchId).people();
        long own = Tally.read(connection, planned.id).people();
        return new PlanSummary.Source(planned.sourceBatchId, people, people - own);
    }

    private static SortedMap<String, Long> held(Connection connection, Batch planned) throws SQLException {
        if (planned.policy.sharedContact() != BatchPolicy.SharedContact.HOLD) {
            return new TreeMap<>(); // no look at all deliveries for nothing
        }
        String sql =
                """
                SELECT hold_for, count(*) FROM delivery
                WHERE batch_id = ? AND state = 'PLANNED' AND hold_for IS NOT NULL GROUP BY 1
                """;
        return count(connection, sql, planned.id);
    }

    private static SortedMap<String, Long> overridden(Connection connection, Batch planned) throws SQLException {
        if (!planned.policy.overridesOptOuts()) {
            return new TreeMap<>();
        }
        String sql =
                """
                SELECT channel, count(*) FROM delivery
                WHERE batch_id = ? AND state = 'PLANNED' AND reason = '%s' GROUP BY 1
                """
                        .formatted(PlanSuppressions.OVERRIDDEN);
        return count(connection, sql, planned.id);
    }

    private static List<PlanSummary.Moved> moved(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT c.id, c.channel, c.domain, count(*) FILTER (WHERE n.outcome = 'OUTSTANDING'),
                       count(*) FILTER (WHERE n.outcome = 'UNREACHED')
                FROM delivery d JOIN notice n ON n.id = d.notice_id JOIN compromised_channel c ON c.id = d.moved_by
                WHERE d.batch_id = ? AND d.moved_by IS NOT NULL
                GROUP BY c.id ORDER BY c.id
                """;
        List<PlanSummary.Moved> moved = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    moved.add(new PlanSummary.Moved(
                            row.getObject(1, UUID.class),
                            ChannelKind.valueOf(row.getString(2)),
                            row.getString(3),
                            row.getLong(4),
                            row.getLong(5)));
                }
            }
        }
        return moved;
    }

    private static long rejects(Connection connection, UUID recordSet) throws SQLException {
        String sql = "SELECT rejected FROM record_set WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSet);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static SortedMap<String, Long> count(Connection connection, String sql, UUID batch) throws SQLException {
        SortedMap<String, Long> counts = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }
}
