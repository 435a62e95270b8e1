package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** Fallback: opens a person's next channel when the earlier ones cannot serve, and closes it when one has. */
final class NextChannel {

    private NextChannel() {}

    /** Settles the waiting channels of the notices; their locks must be held. In mode ALL nothing waits, and nothing moves. */
    static void settle(Connection connection, Collection<UUID> notices, Instant now) throws SQLException {
        String close =
                """
                UPDATE delivery d
                SET state = 'NOT_NEEDED', updated_at = ?
                WHERE d.notice_id = ANY (?) AND d.state = 'PLANNED'
                  AND EXISTS (SELECT FROM delivery e
                              WHERE e.notice_id = d.notice_id AND e.rank < d.rank
                                AND e.state IN ('ACCEPTED', 'DELIVERED'))
                """;
        String open =
                """
                UPDATE delivery d
                SET state = 'DUE', due_at = ?, give_up_at = ?::timestamptz + (give_up_at - updated_at), updated_at = ?
                WHERE d.notice_id = ANY (?) AND d.state = 'PLANNED' AND d.rank > 1
                  AND NOT EXISTS (SELECT FROM delivery e
                                  WHERE e.notice_id = d.notice_id AND e.rank < d.rank
                                    AND e.state NOT IN ('FAILED', 'UNDELIVERABLE', 'CANCELLED'))
                """;
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = connection.prepareStatement(close)) {
            statement.setObject(1, at);
            statement.setArray(2, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeUpdate();
        }
        // A waiting delivery was last touched by its release: the next channel gets as long as the first one had.
        try (PreparedStatement statement = connection.prepareStatement(open)) {
            statement.setObject(1, at);
            statement.setObject(2, at);
            statement.setObject(3, at);
            statement.setArray(4, connection.createArrayOf("uuid", notices.toArray()));
            statement.executeUpdate();
        }
    }
}
