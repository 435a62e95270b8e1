package org.tocsin.affected;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.tocsin.evidence.Action;
import org.tocsin.platform.http.Problems;

/**
 * Checks stored record sets against their seals, one at a time on each replica: it reads a whole set, and the bulk pool's
 * connections are for uploads and plans first. Ten thousand rows at a time, each time in a statement of its own, so that memory stays
 * flat and nothing waits for it; a sealed set does not change meanwhile.
 */
@ApplicationScoped
class SealCheck {

    private static final Logger LOG = Logger.getLogger(SealCheck.class);
    private static final int AT_ONCE = 1;
    private static final int RETRY_AFTER_SECONDS = 60;

    private final javax.sql.DataSource database;
    private final Clock clock;
    private final Semaphore free = new Semaphore(AT_ONCE);

    SealCheck(@DataSource("bulk") javax.sql.DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Checks a set.
     *
     * @throws HttpProblem 409 when it never had a seal, 503 when another one is being checked
     */
    SealVerification verify(RecordSet set) {
        if (set.sealDigest() == null) {
            throw Problems.conflict("The record set is " + set.status() + " and has no seal.");
        }
        if (!free.tryAcquire()) {
            throw HttpProblem.builder()
                    .withStatus(Status.SERVICE_UNAVAILABLE)
                    .withTitle("Busy")
                    .withDetail("Another record set is being checked; try again later.")
                    .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        try (Connection connection = database.getConnection()) {
            String proven = digestInEvidence(connection, set);
            SealDigest.Stored stored = SealDigest.compute(connection, set.id());
            boolean valid =
                    stored.digest().equals(set.sealDigest()) && stored.digest().equals(proven);
            if (!valid) {
                LOG.errorf("Record set %s is not what was sealed", set.id());
            }
            return new SealVerification(
                    set.id(),
                    valid,
                    set.status(),
                    stored.records(),
                    set.accepted(),
                    stored.digest(),
                    set.sealDigest(),
                    proven,
                    clock.instant());
        } catch (SQLException e) {
            throw new IllegalStateException("a record set could not be checked", e);
        } finally {
            free.release();
        }
    }

    /** Whoever can change rows past the triggers can change the set's own row too; the evidence has a chain and a key. */
    private static String digestInEvidence(Connection connection, RecordSet set) throws SQLException {
        String sql =
                """
                SELECT detail::json ->> 'sealDigest' FROM evidence_entry
                WHERE incident_id = ? AND subject = ? AND action = ? ORDER BY seq LIMIT 1
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, set.incidentId());
            statement.setString(2, "record-set:" + set.id());
            statement.setString(3, Action.RECORD_SET_SEALED.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
