package org.tocsin.batch.planning;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Keeps two replicas from planning one batch at once. The lock belongs to a connection, and so is gone when its owner is. */
final class PlanningLock {

    private PlanningLock() {}

    static boolean tryTake(Connection connection, UUID batch) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(hashtextextended('planning ' || ?, 0))", batch);
    }

    static void release(Connection connection, UUID batch) throws SQLException {
        ask(connection, "SELECT pg_advisory_unlock(hashtextextended('planning ' || ?, 0))", batch);
    }

    private static boolean ask(Connection connection, String sql, UUID batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, batch.toString());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }
}
