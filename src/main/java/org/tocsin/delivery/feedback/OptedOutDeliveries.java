package org.tocsin.delivery.feedback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.NoticeOutcomes;
import org.tocsin.delivery.suppression.Suppressions;

/** Ends at once what waits to be sent to somebody who has opted out, so that the next channel need not wait for its turn. */
public final class OptedOutDeliveries {

    private OptedOutDeliveries() {}

    /**
     * Makes the waiting deliveries of these notices over a channel UNDELIVERABLE and draws what follows, in the caller's
     * transaction. What a replica has in hand, and what is not yet released, is asked about when it is to be sent.
     *
     * @return how many deliveries were ended
     */
    public static int end(Connection connection, Collection<UUID> notices, ChannelKind channel, Instant now)
            throws SQLException {
        if (notices.isEmpty()) {
            return 0;
        }
        NoticeOutcomes.lock(connection, notices);
        // A released delivery has an end to its tries.
        String sql =
                """
                WITH waiting AS MATERIALIZED (
                    SELECT id FROM delivery
                    WHERE notice_id = ANY (?) AND channel = ? AND state IN ('PLANNED', 'DUE', 'HELD')
                      AND give_up_at IS NOT NULL
                    ORDER BY id FOR UPDATE)
                UPDATE delivery d SET state = 'UNDELIVERABLE', reason = ?, due_at = NULL, updated_at = ?
                FROM waiting w WHERE d.id = w.id
                """;
        int ended;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            statement.setString(2, channel.name());
            statement.setString(3, Suppressions.REASON);
            statement.setObject(4, at);
            ended = statement.executeUpdate();
        }
        if (ended > 0) {
            NoticeOutcomes.settle(connection, notices, now);
        }
        return ended;
    }
}
