package org.tocsin.evidence;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * The log of acts. An act is appended in the transaction that carries it out, so that neither can be there without the
 * other. Appending takes the lock on the chain's head until that transaction ends: append last.
 */
@ApplicationScoped
public class EvidenceLog {

    /** What the MAC of an entry is for, apart from every other use of the key. */
    static final String ENTRY_MAC = "evidence-entry";

    private final AgroalDataSource database;
    private final KeyRing keys;
    private final Clock clock;

    EvidenceLog(AgroalDataSource database, KeyRing keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Appends in the caller's transaction.
     *
     * @return the entry's place in the chain, from 1
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long append(Act act) {
        try (Connection connection = database.getConnection()) {
            return append(connection, act);
        } catch (SQLException e) {
            throw new IllegalStateException("evidence could not be written", e);
        }
    }

    /** Appends on a connection whose transaction the caller ends. */
    public long append(Connection connection, Act act) throws SQLException {
        return append(connection, List.of(act));
    }

    /**
     * Appends several acts in their order, on a connection whose transaction the caller ends.
     *
     * @return the last one's place in the chain
     */
    long append(Connection connection, List<Act> acts) throws SQLException {
        ChainHead head = ChainHead.lock(connection);
        Instant at = clock.instant();
        List<EvidenceEntry> entries = new ArrayList<>(acts.size());
        for (Act act : acts) {
            EvidenceEntry entry = EvidenceEntry.next(head, at, act, CanonicalJson.of(act.detail()));
            entries.add(entry);
            head = head.after(entry, keys);
        }
        EvidenceRows.insert(connection, entries, entry -> keys.mac(KeyPurpose.SEAL, ENTRY_MAC, entry.hash()));
        head.write(connection);
        return head.seq();
    }
}
