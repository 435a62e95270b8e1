package org.tocsin.platform;

import java.sql.SQLException;

/**
 * An exception as it may stand in a log: types, SQLSTATEs and stack traces of the whole chain, without its messages, which
 * may quote what people sent (PostgreSQL's do).
 */
public final class Scrubbed extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 20;

    private Scrubbed(String description, Throwable cause, StackTraceElement[] trace) {
        super(description, cause, false, true);
        setStackTrace(trace);
    }

    /** The same failure without words. */
    public static Scrubbed of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    @Override
    public String toString() {
        return getMessage();
    }

    private static Scrubbed of(Throwable failure, int causesLeft) {
        Throwable cause = failure.getCause();
        return new Scrubbed(
                describe(failure),
                cause == null || causesLeft == 0 ? null : of(cause, causesLeft - 1),
                failure.getStackTrace());
    }

    private static String describe(Throwable failure) {
        String type = failure.getClass().getName();
        return failure instanceof SQLException sql ? type + " (SQLSTATE " + sql.getSQLState() + ")" : type;
    }
}
