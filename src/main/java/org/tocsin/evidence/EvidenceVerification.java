package org.tocsin.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Checks the whole chain: that no entry was edited, deleted, swapped, slipped in or cut off since it was written.
 *
 * <p>What it cannot see from inside is that somebody put back an older state of entries and head together; for that, compare
 * its figures with those that were noted down elsewhere.
 */
@ApplicationScoped
public class EvidenceVerification {

    private static final int FETCH_ROWS = 1_000;

    private final DataSource database;
    private final KeyRing keys;

    EvidenceVerification(@io.quarkus.agroal.DataSource("bulk") DataSource database, KeyRing keys) {
        this.database = database;
        this.keys = keys;
    }

    /**
     * Reads the chain as it stands at this moment, while others go on appending; takes time in proportion to its length, and
     * memory for a page of it.
     *
     * @throws SQLException when the database cannot be read
     */
    public Verdict run() throws SQLException {
        return Transactions.run(database, this::check);
    }

    private Verdict check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // One snapshot: the head must not move between it and the entries.
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            ChainCheck walk = new ChainCheck(keys, ChainHead.read(connection));
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + EvidenceRows.COLUMNS + " FROM evidence_entry ORDER BY seq")) {
                while (rows.next()) {
                    Optional<Verdict> end = walk.next(EvidenceRows.read(rows), rows.getBytes("mac"));
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
            }
            return walk.end();
        }
    }
}
