package org.tocsin.platform.keys;

import java.sql.Connection;
import java.sql.SQLException;

/** Where it is written down that data keys were wrapped anew. */
public interface RotationLog {

    /**
     * Writes it down in the transaction that replaced them.
     *
     * @param table what people call the table that they are in
     */
    void wrappedAnew(Connection connection, String table, int keys) throws SQLException;
}
