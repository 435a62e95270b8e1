package org.tocsin.affected;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.LegalHolds;
import org.tocsin.platform.http.Problems;

/**
 * Makes the people of a record set unreadable for good, by dropping the set's data key: in one row, however many they are. The
 * lookup digests are made with that key, and so tell nothing any more either. The rows stay as they are, and so every digest
 * over them can still be checked.
 */
@ApplicationScoped
class Purge {

    private final AgroalDataSource database;
    private final RecordSets recordSets;
    private final DataKeys dataKeys;
    private final LegalHolds holds;
    private final List<RecordSetUse> uses;
    private final EvidenceLog evidence;
    private final Clock clock;

    @Inject
    Purge(
            AgroalDataSource database,
            RecordSets recordSets,
            DataKeys dataKeys,
            LegalHolds holds,
            @All List<RecordSetUse> uses,
            EvidenceLog evidence,
            Clock clock) {
        this.database = database;
        this.recordSets = recordSets;
        this.dataKeys = dataKeys;
        this.holds = holds;
        this.uses = uses;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Purges a set in the caller's transaction.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such a set; 409 when it is not SEALED, its incident
     *     is under a legal hold, or something still needs its people
     */
    @Transactional(Transactional.TxType.MANDATORY)
    RecordSet purge(UUID id, String reason, String actor) {
        RecordSet purged;
        try (Connection connection = database.getConnection()) {
            RecordSet set = recordSets.lock(connection, id).orElseThrow(() -> Problems.notFound("record set"));
            Optional<String> hindrance = hindrance(connection, set);
            if (hindrance.isPresent()) {
                throw Problems.conflict(hindrance.get());
            }
            dropKey(connection, id);
            purged = recordSets.find(connection, id).orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException("a record set could not be purged", e);
        }
        dataKeys.forget(id);
        evidence.append(new Act(
                purged.incidentId(),
                actor,
                Action.RECORD_SET_PURGED,
                "record-set:" + id,
                Map.of("reason", reason, "people", purged.accepted(), "sealDigest", purged.sealDigest())));
        return purged;
    }

    /**
     * Purges a set, unless something stands in the way or it has been of use lately.
     *
     * @return whether it was purged
     */
    @Transactional
    boolean purgeUnlessNeeded(UUID id, Instant unusedSince, String reason) {
        try (Connection connection = database.getConnection()) {
            Optional<RecordSet> set = recordSets.lock(connection, id);
            if (set.isEmpty() || hindrance(connection, set.get()).isPresent()) {
                return false;
            }
            for (RecordSetUse use : uses) {
                if (use.lastUsed(connection, id).filter(unusedSince::isBefore).isPresent()) {
                    return false;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a record set could not be looked at", e);
        }
        purge(id, reason, Act.SYSTEM);
        return true;
    }

    private Optional<String> hindrance(Connection connection, RecordSet set) throws SQLException {
        if (set.status() != RecordSetStatus.SEALED) {
            return Optional.of("The record set is " + set.status() + "; only a SEALED one can be purged.");
        }
        if (holds.forbidsDestruction(connection, set.incidentId())) {
            return Optional.of("The incident is under a legal hold; nothing of it may be purged.");
        }
        for (RecordSetUse use : uses) {
            Optional<String> hindrance = use.hindrance(connection, set.id());
            if (hindrance.isPresent()) {
                return hindrance;
            }
        }
        return Optional.empty();
    }

    private void dropKey(Connection connection, UUID id) throws SQLException {
        String sql = "UPDATE record_set SET status = 'PURGED', wrapped_data_key = '', purged_at = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }
}
