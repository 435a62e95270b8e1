package org.tocsin.incident;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.Problems;

/** Legal holds of incidents: at most one stands at a time; those lifted are kept. */
@ApplicationScoped
public class LegalHolds {

    private final AgroalDataSource database;
    private final EvidenceLog evidence;
    private final Clock clock;

    LegalHolds(AgroalDataSource database, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * Whether nothing of the incident may be destroyed. None is set or lifted before the caller's transaction ends.
     *
     * @param connection in a transaction that the caller ends
     */
    public boolean forbidsDestruction(Connection connection, UUID incident) throws SQLException {
        // The incident's row is what setting a hold waits for, too: either it sees the purge, or the purge sees the
        // hold.
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM incident WHERE id = ? FOR SHARE")) {
            statement.setObject(1, incident);
            statement.executeQuery();
        }
        return find(connection, incident).isPresent();
    }

    /** The hold that stands, if one does. */
    Optional<LegalHold> find(UUID incident) {
        return withConnection(connection -> find(connection, incident));
    }

    /**
     * Sets a hold; one transaction with its evidence.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such an incident, 409 when one stands already
     */
    @Transactional
    LegalHold set(UUID incident, String reason, String actor) {
        LegalHold hold = new LegalHold(Ids.next(), incident, reason, actor, clock.instant());
        withConnection(connection -> {
            lockIncident(connection, incident);
            if (find(connection, incident).isPresent()) {
                throw Problems.conflict("This incident is under a legal hold already.");
            }
            insert(connection, hold);
            return hold;
        });
        evidence.append(
                new Act(incident, actor, Action.LEGAL_HOLD_SET, "legal-hold:" + hold.id(), Map.of("reason", reason)));
        return hold;
    }

    /** Lifts the hold that stands; one transaction with its evidence; 404 when none stands. */
    @Transactional
    void lift(UUID incident, String reason, String actor) {
        LegalHold lifted = withConnection(connection -> {
            lockIncident(connection, incident);
            LegalHold hold = find(connection, incident).orElseThrow(() -> Problems.notFound("legal hold"));
            lift(connection, hold, reason, actor);
            return hold;
        });
        evidence.append(new Act(
                incident, actor, Action.LEGAL_HOLD_LIFTED, "legal-hold:" + lifted.id(), Map.of("reason", reason)));
    }

    private static void lockIncident(Connection connection, UUID incident) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM incident WHERE id = ? FOR NO KEY UPDATE")) {
            statement.setObject(1, incident);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw Problems.notFound("incident");
                }
            }
        }
    }

    private static Optional<LegalHold> find(Connection connection, UUID incident) throws SQLException {
        String sql = "SELECT id, reason, set_by, set_at FROM legal_hold WHERE incident_id = ? AND lifted_at IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new LegalHold(
                                row.getObject(1, UUID.class),
                                incident,
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        }
    }

    private static void insert(Connection connection, LegalHold hold) throws SQLException {
        String sql = "INSERT INTO legal_hold (id, incident_id, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, hold.id());
            statement.setObject(2, hold.incidentId());
            statement.setString(3, hold.reason());
            statement.setString(4, hold.setBy());
            statement.setObject(5, hold.setAt().atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private void lift(Connection connection, LegalHold hold, String reason, String actor) throws SQLException {
        String sql = "UPDATE legal_hold SET lift_reason = ?, lifted_by = ?, lifted_at = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, reason);
            statement.setString(2, actor);
            statement.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setObject(4, hold.id());
            statement.executeUpdate();
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
            throw new IllegalStateException("legal holds could not be read or written", e);
        }
    }
}
