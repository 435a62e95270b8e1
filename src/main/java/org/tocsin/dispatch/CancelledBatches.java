package org.tocsin.dispatch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Cancelled batches of which something was still under way when they were cancelled. */
final class CancelledBatches {

    private CancelledBatches() {}

    /** Those to which something has come back since. The counters tell, so that no delivery need be looked at. */
    static List<UUID> withLeftovers(Connection connection) throws SQLException {
        String sql =
                """
                SELECT b.id FROM batch b JOIN batch_tally t ON t.batch_id = b.id
                WHERE b.status = 'CANCELLED'
                GROUP BY b.id
                HAVING sum(t.n) FILTER (WHERE t.name IN ('PLANNED', 'DUE', 'HELD')) > 0
                    OR sum(t.n) FILTER (WHERE t.name = 'OUTSTANDING') > 0
                   AND coalesce(sum(t.n) FILTER (WHERE t.name IN ('SENDING', 'UNKNOWN')), 0) = 0
                """;
        List<UUID> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
