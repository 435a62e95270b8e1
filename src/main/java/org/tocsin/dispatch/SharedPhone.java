package org.tocsin.dispatch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.tocsin.delivery.Uncertain;

/** Two people on one phone can be sent the same text within minutes: what the provider lists may be the other's. */
final class SharedPhone {

    private SharedPhone() {}

    /**
     * Whether a message that fits an uncertain delivery may be another's: it is known to be, or somebody of the same record set
     * and on the same phone waits for an answer or for a decision as well.
     *
     * @param providerId the provider's id of the message that was found
     */
    static boolean mayBeAnothers(Connection connection, Uncertain one, String providerId) throws SQLException {
        // The second part goes through the deliveries that wait, by their partial indexes, and not through the people.
        String sql =
                """
                SELECT EXISTS (SELECT FROM delivery WHERE channel = 'SMS' AND provider_id = ? AND id <> ?)
                    OR EXISTS (SELECT FROM (SELECT id, notice_id FROM delivery WHERE state = 'UNKNOWN' AND channel = 'SMS'
                                            UNION ALL
                                            SELECT id, notice_id FROM delivery WHERE state = 'HELD' AND channel = 'SMS') d
                               JOIN notice n ON n.id = d.notice_id
                               JOIN affected_person p ON p.record_set_id = n.record_set_id AND p.position = n.position
                               WHERE d.id <> ?
                                 AND p.phone_digest = (SELECT q.phone_digest
                                                       FROM notice m
                                                       JOIN affected_person q ON q.record_set_id = m.record_set_id
                                                                             AND q.position = m.position
                                                       WHERE m.id = ?))
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, providerId);
            statement.setObject(2, one.deliveryId());
            statement.setObject(3, one.deliveryId());
            statement.setObject(4, one.noticeId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
