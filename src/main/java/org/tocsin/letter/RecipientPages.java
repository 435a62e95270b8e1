package org.tocsin.letter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A list of recipients in the order of their positions, read page by page. */
@FunctionalInterface
interface RecipientPages {

    /**
     * The next recipients.
     *
     * @param after the position to go on behind; 0 for the first page
     * @return empty at the end
     */
    List<Recipient> next(Connection connection, long after) throws SQLException;
}
