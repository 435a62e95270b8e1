package org.tocsin.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Holds entries that stand for other rows, by a digest of them, against those rows. Every bean of this type is asked when the
 * evidence is verified, once the chain itself has been found whole.
 */
public interface Corroboration {

    /**
     * The first entry whose rows are not those that it was written for, if there is one.
     *
     * @param connection in a read-only transaction that sees one moment; memory must not grow with the number of rows
     */
    Optional<Finding> check(Connection connection) throws SQLException;
}
