package org.tocsin.delivery.page;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The attempts of all pages as they stand, page by page in the order of the pages' ids, read as a stream. */
final class DigestedPages implements AutoCloseable {

    private static final int ROWS_AT_A_TIME = 1_000;

    private final Statement statement;
    private final ResultSet row;
    private String page;

    DigestedPages(Connection connection) throws SQLException {
        statement = connection.createStatement();
        statement.setFetchSize(ROWS_AT_A_TIME);
        row = statement.executeQuery("SELECT page_id::text, " + AttemptPage.LINE
                + " FROM attempt WHERE page_id IS NOT NULL ORDER BY page_id, " + AttemptPage.ORDER);
        advance();
    }

    /**
     * The digest of one page; that of nothing when no attempt is on it.
     *
     * @param id not before the id of an earlier call
     */
    AttemptsDigest digest(String id) throws SQLException {
        while (page != null && page.compareTo(id) < 0) {
            advance();
        }
        AttemptsDigest digest = new AttemptsDigest();
        while (id.equals(page)) {
            digest.add(row.getString(2));
            advance();
        }
        return digest;
    }

    private void advance() throws SQLException {
        page = row.next() ? row.getString(1) : null;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
