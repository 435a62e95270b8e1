package org.tocsin.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.platform.http.Problems;

/**
 * The list of a batch that follows another one: people of that batch, over the same record set, as it stands while the list is
 * planned. What becomes of the other batch later does not change the list.
 */
public final class SourceList {

    /** The expression {@code up}: a batch, and up from a resend to the batch that it goes back to. Its parameter is the batch. */
    static final String UP =
            """
            up AS (
                SELECT id, source_batch_id, purpose, template_id FROM batch WHERE id = ?
                UNION ALL
                SELECT b.id, b.source_batch_id, b.purpose, b.template_id FROM up JOIN batch b ON b.id = up.source_batch_id
                WHERE up.purpose = 'RESEND')
            """;

    private SourceList() {}

    /**
     * Takes everyone off {@code planned} whom the batch is not for: they are not in it at all. In the planner's transaction.
     *
     * @param from the position that the stretch begins behind
     * @param to its last position
     */
    public static void keepOnly(Connection connection, Batch batch, long from, long to) throws SQLException {
        String sql =
                """
                DELETE FROM planned p
                WHERE NOT EXISTS (SELECT FROM notice n
                                  WHERE n.batch_id = ? AND n.position = p.position AND n.position > ? AND n.position <= ?
                                    AND %s
                                    AND NOT EXISTS (SELECT FROM notice told
                                                    WHERE told.batch_id = ANY (?) AND told.position = n.position
                                                      AND told.outcome IN ('OUTSTANDING', 'REACHED')))
                """
                        .formatted(batch.sourcePeople.condition());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.sourceBatchId);
            statement.setLong(2, from);
            statement.setLong(3, to);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", otherResends(connection, batch).toArray()));
            statement.executeUpdate();
        }
    }

    /**
     * The other resends that were submitted for people of the same first batch, be it as a resend of a resend: whom they tell, this
     * one need not tell again. Whom its own source tells is said by {@link SourcePeople}.
     */
    private static List<UUID> otherResends(Connection connection, Batch batch) throws SQLException {
        List<UUID> others = new ArrayList<>();
        if (batch.purpose != Purpose.RESEND) {
            return others;
        }
        String sql = "WITH RECURSIVE " + UP
                + """
                , family AS (
                         SELECT id FROM up WHERE purpose <> 'RESEND' OR source_batch_id IS NULL
                         UNION ALL
                         SELECT b.id FROM family JOIN batch b ON b.source_batch_id = family.id AND b.purpose = 'RESEND')
                SELECT b.id FROM family JOIN batch b USING (id)
                WHERE b.source_batch_id IS NOT NULL AND b.purpose = 'RESEND' AND b.id <> ALL (?)
                  AND b.submitted_at IS NOT NULL AND b.status <> 'REJECTED'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.id);
            statement.setArray(2, connection.createArrayOf("uuid", new UUID[] {batch.id, batch.sourceBatchId}));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    others.add(row.getObject(1, UUID.class));
                }
            }
        }
        return others;
    }

    /**
     * Refuses a list at its submission that would tell somebody twice or leave somebody out, for what has happened since it was
     * planned. To be called while the batch is locked.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409
     */
    static void requireStillRight(Connection connection, Batch batch) throws SQLException {
        waitForOthers(connection, batch.incidentId);
        if (batch.purpose == Purpose.RESEND
                && Corrections.standing(connection, batch).isPresent()) {
            throw Problems.conflict(
                    "The text has been corrected since this resend was planned; plan it again with the right"
                            + " template.");
        }
        if (batch.purpose == Purpose.RESEND && anybodyToldByOthers(connection, batch)) {
            throw Problems.conflict("Another resend that tells the same people has been submitted since this one was"
                    + " planned; plan it again.");
        }
        if (batch.purpose == Purpose.CORRECTION) {
            if (status(connection, batch.sourceBatchId) == BatchStatus.DISPATCHING) {
                throw Problems.conflict("The batch to be corrected is being sent again; pause or cancel it first.");
            }
            if (anybodyMissing(connection, batch)) {
                throw Problems.conflict("The batch to be corrected has gone to more people since this one was planned;"
                        + " plan it again.");
            }
        }
    }

    /**
     * Submissions that follow batches of the same incident take turns. Not by a batch's row: exclusions lock rows of batches in
     * another order.
     */
    private static void waitForOthers(Connection connection, UUID incident) throws SQLException {
        String sql = "SELECT pg_advisory_xact_lock(hashtextextended('tocsin.follow-up' || ?, 0))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, incident.toString());
            statement.executeQuery().close();
        }
    }

    private static BatchStatus status(Connection connection, UUID source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT status FROM batch WHERE id = ?")) {
            statement.setObject(1, source);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return BatchStatus.valueOf(row.getString(1));
            }
        }
    }

    /** By the people, not by times: another submission may have begun before this plan was made and have ended after it. */
    private static boolean anybodyToldByOthers(Connection connection, Batch batch) throws SQLException {
        String sql =
                """
                SELECT EXISTS (SELECT FROM notice told JOIN notice own ON own.position = told.position
                               WHERE told.batch_id = ANY (?) AND told.outcome IN ('OUTSTANDING', 'REACHED')
                                 AND own.batch_id = ? AND own.outcome = 'OUTSTANDING')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", otherResends(connection, batch).toArray()));
            statement.setObject(2, batch.id);
            return isTrue(statement);
        }
    }

    private static boolean anybodyMissing(Connection connection, Batch batch) throws SQLException {
        String sql =
                """
                SELECT EXISTS (SELECT FROM notice n
                               WHERE n.batch_id = ?
                                 AND NOT EXISTS (SELECT FROM notice own
                                                 WHERE own.batch_id = ? AND own.position = n.position)
                                 AND %s)
                """
                        .formatted(batch.sourcePeople.condition());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.sourceBatchId);
            statement.setObject(2, batch.id);
            return isTrue(statement);
        }
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
