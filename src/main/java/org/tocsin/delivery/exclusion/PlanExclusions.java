package org.tocsin.delivery.exclusion;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Leaves excluded people out of a plan before it is sealed; they stay in it, with the reason. */
public final class PlanExclusions {

    private PlanExclusions() {}

    /** Leaves out everyone whose exclusion stands. To be called while nothing of the batch can be under way. */
    public static void apply(Connection connection, UUID batch, Instant now) throws SQLException {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        String notices =
                """
                UPDATE notice n SET outcome = 'EXCLUDED', reason = e.reason, updated_at = ?
                FROM exclusion e
                WHERE n.batch_id = ? AND n.outcome IN ('OUTSTANDING', 'UNREACHED')
                  AND e.incident_id = n.incident_id AND e.customer_ref = n.customer_ref AND e.lifted_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(notices)) {
            statement.setObject(1, at);
            statement.setObject(2, batch);
            if (statement.executeUpdate() == 0) {
                return;
            }
        }
        String deliveries =
                """
                UPDATE delivery d SET state = 'UNDELIVERABLE', reason = n.reason, updated_at = ?
                FROM notice n
                WHERE d.batch_id = ? AND d.state = 'PLANNED' AND n.id = d.notice_id AND n.outcome = 'EXCLUDED'
                """;
        try (PreparedStatement statement = connection.prepareStatement(deliveries)) {
            statement.setObject(1, at);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
    }
}
