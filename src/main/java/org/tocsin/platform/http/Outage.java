package org.tocsin.platform.http;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** Tells a failure that passes by itself (no database, no free connection, no free worker) from one that is a bug. */
final class Outage {

    // SQLSTATE classes of PostgreSQL, appendix A: connection exception, insufficient resources, operator intervention.
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private Outage() {}

    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RejectedExecutionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            // Agroal gives its acquisition timeout no SQLSTATE, only these words.
            return failure.getMessage() != null && failure.getMessage().contains("Acquisition timeout");
        }
        return state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
