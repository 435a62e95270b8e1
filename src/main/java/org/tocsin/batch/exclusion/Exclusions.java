package org.tocsin.batch.exclusion;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.batch.BatchStatus;
import org.tocsin.delivery.exclusion.Exclusion;
import org.tocsin.delivery.exclusion.ExclusionReason;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.incident.Incidents;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;

/** People whom no batch of an incident is to tell: left out of plans, and taken off lists that were submitted already. */
@ApplicationScoped
class Exclusions {

    /** An exclusion, and what it came to on the lists that there were. */
    record Excluded(Exclusion exclusion, LaterExclusions.Effect effect) {}

    private final AgroalDataSource database;
    private final Incidents incidents;
    private final EvidenceLog evidence;
    private final Clock clock;

    Exclusions(AgroalDataSource database, Incidents incidents, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.incidents = incidents;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Excludes a person from now on; one transaction with its evidence.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such an incident, 409 when they are excluded already
     */
    @Transactional
    Excluded exclude(UUID incident, String customerRef, ExclusionReason reason, String note, String actor) {
        requireIncident(incident);
        Exclusion exclusion = new Exclusion(Ids.next(), incident, customerRef, reason, note, actor, clock.instant());
        LaterExclusions.Effect effect = withConnection(connection -> {
            if (!exclusion.insert(connection)) {
                throw Problems.conflict("This person is excluded already; lift that exclusion first.");
            }
            return LaterExclusions.apply(connection, exclusion, submitted(connection, incident), clock.instant());
        });
        evidence.append(new Act(
                incident,
                actor,
                Action.PERSON_EXCLUDED,
                "exclusion:" + exclusion.id(),
                Map.of(
                        "customerRef", customerRef,
                        "reason", reason.name(),
                        "deliveriesStopped", effect.stopped(),
                        "deliveriesAlreadySent", effect.alreadySent().size())));
        return new Excluded(exclusion, effect);
    }

    /** Ends an exclusion, for plans that are made later; whoever was taken off a list stays off it. */
    @Transactional
    void lift(UUID incident, String customerRef, String actor) {
        requireIncident(incident);
        UUID lifted = withConnection(
                        connection -> Exclusion.lift(connection, incident, customerRef, actor, clock.instant()))
                .orElseThrow(() -> Problems.notFound("exclusion"));
        evidence.append(new Act(
                incident, actor, Action.EXCLUSION_LIFTED, "exclusion:" + lifted, Map.of("customerRef", customerRef)));
    }

    /** The incident's exclusions in the order of the references, from behind {@code after} on. */
    @Transactional
    List<Exclusion> list(UUID incident, String after, int limit) {
        requireIncident(incident);
        return withConnection(connection -> Exclusion.ofIncident(connection, incident, after, limit));
    }

    private void requireIncident(UUID incident) {
        if (incidents.reference(incident) == null) {
            throw Problems.notFound("incident");
        }
    }

    /**
     * The batches whose list is fixed. The share lock waits for a submission that is under way: it sees the exclusion, or the
     * exclusion sees its batch.
     */
    private static List<UUID> submitted(Connection connection, UUID incident) throws SQLException {
        String sql =
                """
                SELECT id, status FROM batch
                WHERE incident_id = ?
                  AND status IN ('PLANNING', 'DRAFT', 'SUBMITTED', 'APPROVED', 'DISPATCHING', 'PAUSED', 'HELD', 'COMPLETED',
                                 'CANCELLED')
                ORDER BY id FOR SHARE
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (BatchStatus.valueOf(rows.getString(2)).listFixed()) {
                        ids.add(rows.getObject(1, UUID.class));
                    }
                }
            }
            return ids;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T withConnection(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("exclusions could not be read or written", e);
        }
    }
}
