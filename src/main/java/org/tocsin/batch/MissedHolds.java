package org.tocsin.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What would have held a batch, had it not been held or ended already when it happened: asked before anything more is sent of it. A
 * claim is faster than {@link FactsWatch}, and a rule on a compromised channel holds only what is under way at that moment.
 */
public final class MissedHolds {

    /** More than the replicas' clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private MissedHolds() {}

    /**
     * Of a batch that had ended; also that it was corrected. Nobody can change the facts until the caller's transaction ends.
     *
     * @param batch locked by the caller's transaction
     */
    public static Optional<HoldReason> sinceItEnded(Connection connection, Batch batch) throws SQLException {
        if (Corrections.standing(connection, batch).isPresent()) {
            return Optional.of(HoldReason.CORRECTED);
        }
        return since(connection, batch, batch.completedAt.minus(OVERLAP));
    }

    /** The same of one that is paused or held, but for what it is held for. */
    static Optional<HoldReason> sinceItWasStopped(Connection connection, Batch batch) throws SQLException {
        return since(connection, batch, gateChangedAt(connection, batch).orElse(batch.submittedAt));
    }

    private static Optional<HoldReason> since(Connection connection, Batch batch, Instant since) throws SQLException {
        if (factsVersion(connection, batch) != batch.factsVersion) {
            return Optional.of(HoldReason.FACTS_CHANGED);
        }
        return CompromisedChannel.standing(connection, batch.incidentId).stream()
                .filter(rule -> rule.addedAt().isAfter(since) && rule.addedAt().isAfter(batch.submittedAt))
                .map(rule -> HoldReason.CHANNEL_COMPROMISED)
                .findFirst();
    }

    private static long factsVersion(Connection connection, Batch batch) throws SQLException {
        String sql = "SELECT facts_version FROM incident WHERE id = ? FOR SHARE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.incidentId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Who stops a batch closes its gate in the same commit. */
    private static Optional<Instant> gateChangedAt(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT changed_at FROM gate WHERE batch_id = ?")) {
            statement.setObject(1, batch.id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        }
    }
}
