package org.tocsin.affected.intake;

import java.sql.Connection;
import java.sql.SQLException;

/** A short transaction on a connection that stays open between transactions. */
public final class ConnectionTransaction {

    /** What is done in the transaction. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException;
    }

    private ConnectionTransaction() {}

    /** Runs the work and commits it; rolls back when the work throws. */
    public static void run(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) { // what is not rolled back, the finally commits
            rollBack(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
