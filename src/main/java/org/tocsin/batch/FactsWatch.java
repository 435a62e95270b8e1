package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockTimeoutException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.Transactions;

/** Notices that an incident's facts have changed under a batch that copied them, and holds it. */
@ApplicationScoped
public class FactsWatch {

    private static final Logger LOG = Logger.getLogger(FactsWatch.class);

    private final AgroalDataSource database;
    private final BatchControl batches;

    FactsWatch(@DataSource("dispatch") AgroalDataSource database, BatchControl batches) {
        this.database = database;
        this.batches = batches;
    }

    /**
     * Whether the facts have changed since the batch copied them, or since somebody last decided to go on. Nobody can change them
     * until the caller's transaction ends: what it does on a no is done before the next change.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean changed(Batch batch) {
        Number now = (Number) Batch.getEntityManager()
                .createNativeQuery("SELECT facts_version FROM incident WHERE id = :incident FOR SHARE")
                .setParameter("incident", batch.incidentId)
                .getSingleResult();
        return now.longValue() != batch.factsVersion;
    }

    /**
     * Holds every batch whose facts have changed; one that somebody is at for longer than a moment, the next time. The submission of a
     * correction has its sources for as long as its list takes, and the others are not to wait for that.
     */
    public void holdChanged() throws SQLException {
        for (UUID id : Transactions.run(database, FactsWatch::changed)) {
            try {
                batches.holdSoon(id, HoldReason.FACTS_CHANGED);
            } catch (LockTimeoutException e) {
                LOG.debugf("Batch %s, whose facts have changed, cannot be held yet", id);
            }
        }
    }

    private static List<UUID> changed(Connection connection) throws SQLException {
        String sql =
                """
                SELECT b.id FROM batch b JOIN incident i ON i.id = b.incident_id
                WHERE b.status IN ('SUBMITTED', 'APPROVED', 'DISPATCHING', 'PAUSED') AND i.facts_version <> b.facts_version
                ORDER BY b.id
                """;
        List<UUID> changed = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                changed.add(rows.getObject(1, UUID.class));
            }
        }
        return changed;
    }
}
