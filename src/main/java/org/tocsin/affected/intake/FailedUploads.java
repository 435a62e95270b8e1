package org.tocsin.affected.intake;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.affected.RecordSet;
import org.tocsin.affected.RecordSets;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;

/** Gives up record sets whose upload failed, and removes the people that had come so far. */
@ApplicationScoped
class FailedUploads {

    private static final Logger LOG = Logger.getLogger(FailedUploads.class);
    private static final int ROWS_REMOVED_AT_ONCE = 20_000;
    private static final int PAGES_REMOVED_AT_ONCE = 2_000;

    private final DataSource database;
    private final ReceivingSets sets;
    private final RecordSets recordSets;
    private final EvidenceLog evidence;

    FailedUploads(
            @io.quarkus.agroal.DataSource("bulk") DataSource database,
            ReceivingSets sets,
            RecordSets recordSets,
            EvidenceLog evidence) {
        this.database = database;
        this.sets = sets;
        this.recordSets = recordSets;
        this.evidence = evidence;
    }

    /**
     * Gives a set up, if it is still being received. When the database does not take that, the next sweep does it.
     *
     * @param actor who uploaded it
     * @param reason without personal data
     */
    void fail(UUID recordSetId, String actor, String reason) {
        LOG.infof("Record set %s failed: %s", recordSetId, reason);
        try {
            giveUp(recordSetId, actor, reason);
        } catch (SQLException e) {
            LOG.warnf("Record set %s could not be marked as failed: SQLSTATE %s", recordSetId, e.getSQLState());
        }
    }

    private void giveUp(UUID recordSetId, String actor, String reason) throws SQLException {
        try (Connection connection = database.getConnection()) {
            boolean[] failed = new boolean[1];
            ConnectionTransaction.run(connection, () -> {
                failed[0] = sets.fail(connection, recordSetId, reason);
                if (failed[0]) {
                    RecordSet set = recordSets.find(connection, recordSetId).orElseThrow();
                    evidence.append(
                            connection,
                            new Act(
                                    set.incidentId(),
                                    actor,
                                    Action.RECORD_SET_FAILED,
                                    "record-set:" + recordSetId,
                                    Map.of("reason", reason, "rejected", set.rejected())));
                }
            });
            // It may have been sealed all the same: just before the sweep, or by a commit whose answer was lost.
            if (failed[0]) {
                removePeople(connection, recordSetId);
            }
        }
    }

    /**
     * Looks for uploads whose service has gone, at start and every minute after: their sets would wait for ever, and people
     * who are in no set would stay in the database.
     */
    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (UUID id : sets.receiving(connection)) {
                failIfAbandoned(connection, id);
            }
            for (UUID id : sets.failedWithPeople(connection)) {
                removePeople(connection, id);
            }
        }
    }

    private void failIfAbandoned(Connection connection, UUID recordSetId) throws SQLException {
        UploadLock lock = UploadLock.of(recordSetId);
        if (!lock.tryTake(connection)) {
            return; // its upload goes on, here or at another replica
        }
        try {
            giveUp(recordSetId, Act.SYSTEM, "The service that was receiving it stopped.");
            LOG.warnf("Record set %s was given up: the service that was receiving it stopped.", recordSetId);
        } finally {
            lock.release(connection);
        }
    }

    private static void removePeople(Connection connection, UUID recordSetId) throws SQLException {
        removeAll(connection, "shared_contact", "position", ROWS_REMOVED_AT_ONCE, recordSetId);
        removeAll(connection, "contact_page", "kind, first_key, first_position", PAGES_REMOVED_AT_ONCE, recordSetId);
        removeAll(connection, "affected_person", "position", ROWS_REMOVED_AT_ONCE, recordSetId);
    }

    /**
     * In portions: no statement runs for long, nor puts many rows aside for the trigger that looks at them.
     *
     * @param key the order in which an index has them
     */
    private static void removeAll(Connection connection, String table, String key, int atOnce, UUID recordSetId)
            throws SQLException {
        // By their places, which are looked up whatever the statistics say. Joined by their keys, a table that was
        // analysed before the set's rows came is taken for an empty one, and each row is compared with each.
        String sql =
                """
                DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM %1$s WHERE record_set_id = ? ORDER BY %2$s LIMIT ?))
                """
                        .formatted(table, key);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setInt(2, atOnce);
            int removed;
            do {
                removed = statement.executeUpdate();
            } while (removed >= atOnce);
        }
    }
}
