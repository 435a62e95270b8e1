package org.tocsin.batch;

import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.delivery.exclusion.Withdrawal;
import org.tocsin.platform.database.Transactions;

/**
 * Withdraws the people of batches that were cancelled or rejected, in short transactions, on whichever replica comes first. How
 * far it has come stands in the batch's row, so that a crash loses nothing of it.
 */
@ApplicationScoped
public class Withdrawals {

    /** People per transaction. */
    private static final int CHUNK = 5_000;

    // Of a draft that was thrown away and of a rejected batch everyone is still PLANNED; later something comes back as
    // DUE or HELD.
    private static final String SOMETHING_LEFT =
            """
            b.status IN ('CANCELLED', 'REJECTED')
            AND EXISTS (SELECT FROM batch_tally t
                        WHERE t.batch_id = b.id AND t.kind = 'DELIVERY' AND t.name IN ('PLANNED', 'DUE', 'HELD')
                        GROUP BY t.batch_id HAVING sum(t.n) > 0)
            """;

    private final javax.sql.DataSource database;
    private final Clock clock;

    Withdrawals(@DataSource("bulk") javax.sql.DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Withdraws until nobody is left. */
    public void run() throws SQLException {
        for (UUID batch : Transactions.run(database, Withdrawals::unfinished)) {
            // First: whoever was excluded stays that. Apart from the rest, so that people's locks go in one order.
            Transactions.run(
                    database, connection -> LaterExclusions.settleLeftovers(connection, batch, clock.instant()));
            boolean more = true;
            while (more) {
                more = Transactions.run(database, connection -> step(connection, batch));
            }
        }
    }

    /** Whether people of one of the incident's ended batches still wait, so that who is free to be told is not known yet. */
    public static boolean underWay(Connection connection, UUID incident) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM batch b WHERE b.incident_id = ? AND " + SOMETHING_LEFT + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** The counters tell, so that no delivery need be looked at but those of the few who were excluded. */
    private static List<UUID> unfinished(Connection connection) throws SQLException {
        String sql = "SELECT b.id FROM batch b WHERE " + SOMETHING_LEFT
                + " OR b.status = 'CANCELLED' AND EXISTS (SELECT FROM notice n WHERE n.batch_id = b.id AND "
                + LaterExclusions.LEFTOVER + ") ORDER BY b.id";
        List<UUID> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /**
     * One transaction's worth: the next stretch of the list, or, behind its end, what has come back since.
     *
     * @return whether there may be more to do now
     */
    private boolean step(Connection connection, UUID batch) throws SQLException {
        Long from = lockIfFree(connection, batch);
        if (from == null) {
            return false; // another replica is at it
        }
        if (from >= Withdrawal.lastPosition(connection, batch)) {
            return Withdrawal.ofLeftovers(connection, batch, CHUNK, clock.instant()) == CHUNK;
        }
        Withdrawal.ofStretch(connection, batch, from, from + CHUNK, clock.instant());
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE batch SET withdrawn_to = ? WHERE id = ?")) {
            statement.setLong(1, from + CHUNK);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
        return true;
    }

    private static Long lockIfFree(Connection connection, UUID batch) throws SQLException {
        String sql = "SELECT withdrawn_to FROM batch WHERE id = ? FOR NO KEY UPDATE SKIP LOCKED";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }
}
