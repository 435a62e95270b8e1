package org.tocsin.evidence;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * Checks all evidence as it stands at one moment: that no entry was changed, taken out, put in, moved or cut off, and that the
 * rows which entries stand for are still those rows.
 *
 * <p>It needs the key file. Whoever has only a copy of the table {@code evidence_entry} can check the chain of hashes alone, with
 * any language: for {@code seq} 1, 2, 3 and so on without a gap, {@code hash} is the SHA-256 of the canonical JSON (RFC 8785, UTF-8)
 * of the object with the members {@code seq} (a number), {@code at} (UTC as {@code 2026-08-20T09:00:00.123456Z}, the fraction in 0, 3
 * or 6 digits, as few as tell it), {@code incidentId} (or null), {@code actor}, {@code action}, {@code subject}, {@code detail} (a
 * string, as it is stored) and {@code previousHash} (lower-case hex of the {@code hash} before; empty for the first). That finds
 * every change but one by somebody who computes all later hashes anew; their MACs, and the MAC of {@code evidence_head}, are what
 * only the key can check.
 *
 * <p>What no check can find from within: the whole database put back to an earlier state, which was once true. Write
 * {@link Verification#headHash()} down elsewhere from time to time.
 */
@ApplicationScoped
public class EvidenceVerification {

    private static final int ROWS_AT_A_TIME = 1_000;

    private final KeyRing keys;
    private final List<Corroboration> corroborations;

    @Inject
    public EvidenceVerification(KeyRing keys, @All List<Corroboration> corroborations) {
        this.keys = keys;
        this.corroborations = corroborations;
    }

    /** Reads everything once, in bounded memory; takes a connection for as long as that lasts. */
    public Verification verify(DataSource database) throws SQLException {
        return Transactions.run(database, this::verify);
    }

    private Verification verify(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
        ChainCheck chain = new ChainCheck(keys);
        Optional<Finding> finding = check(connection, chain);
        for (Corroboration corroboration : corroborations) {
            if (finding.isEmpty()) {
                finding = corroboration.check(connection);
            }
        }
        return new Verification(finding.isEmpty(), chain.entries(), chain.headHash(), finding.orElse(null));
    }

    private static Optional<Finding> check(Connection connection, ChainCheck chain) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            String sql = "SELECT " + EvidenceRows.COLUMNS + " FROM evidence_entry ORDER BY seq";
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    Optional<Finding> finding = chain.next(EvidenceRows.read(row), row.getBytes("mac"));
                    if (finding.isPresent()) {
                        return finding;
                    }
                }
            }
        }
        return chain.end(ChainHead.read(connection));
    }
}
