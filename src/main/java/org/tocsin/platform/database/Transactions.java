package org.tocsin.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Short transactions by plain JDBC, for set-based work outside a request's own transaction. */
public final class Transactions {

    /** Work on a connection whose transaction is ended for it. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action {
        void run(Connection connection) throws SQLException;
    }

    private Transactions() {}

    /**
     * Runs the work in one transaction and commits it; rolls back when the work throws.
     *
     * @throws SQLException what the work or the commit threw; after a failed commit the outcome is not known
     */
    public static <T> T run(DataSource database, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) { // what is not rolled back, the finally commits
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Runs the work in one transaction and commits it. */
    public static void execute(DataSource database, Action work) throws SQLException {
        run(database, connection -> {
            work.run(connection);
            return null;
        });
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
