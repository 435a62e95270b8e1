package org.tocsin.delivery.feedback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.delivery.NoticeOutcomes;

/**
 * Tells batches that something of theirs failed which had served: they may have ended. Noted in the commit that moves the
 * delivery. Rows are only added, so that whoever adds one waits for nobody, and whoever takes some leaves what was added since.
 */
public final class LateFailures {

    private LateFailures() {}

    static void note(Connection connection, UUID batch, UUID delivery, Instant now) throws SQLException {
        String sql = "INSERT INTO late_failure (batch_id, delivery_id, failed_at) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setObject(2, delivery);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** The batches that have some. */
    public static List<UUID> batches(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT batch_id FROM late_failure")) {
            List<UUID> batches = new ArrayList<>();
            while (rows.next()) {
                batches.add(rows.getObject(1, UUID.class));
            }
            return batches;
        }
    }

    /**
     * Takes note of all that are there, and of what they left: the batch must be looked at after this, in the same transaction.
     *
     * @return how many there were
     */
    public static int take(Connection connection, UUID batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM late_failure WHERE batch_id = ?")) {
            statement.setObject(1, batch);
            return statement.executeUpdate();
        }
    }

    /**
     * Gives up what is open of a batch of which nothing can be sent any more, because its people's data are gone.
     *
     * @param reason why, in one word
     */
    public static void giveUp(Connection connection, UUID batch, String reason, Instant now) throws SQLException {
        List<UUID> notices = new ArrayList<>();
        String open = "SELECT DISTINCT notice_id FROM delivery WHERE batch_id = ? AND state IN ('DUE', 'HELD')";
        try (PreparedStatement statement = connection.prepareStatement(open)) {
            statement.setObject(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    notices.add(rows.getObject(1, UUID.class));
                }
            }
        }
        NoticeOutcomes.lock(connection, notices);
        String sql =
                """
                UPDATE delivery SET state = 'UNDELIVERABLE', reason = ?, due_at = NULL, updated_at = ?
                WHERE notice_id = ANY (?) AND state IN ('DUE', 'HELD')
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, reason);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            statement.setArray(3, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeUpdate();
        }
        NoticeOutcomes.settle(connection, notices, now);
    }
}
