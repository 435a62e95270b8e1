package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.suppression.Suppressions;

/** Takes suppressed addresses out of a plan: a planner that finds them names them here, around {@link PlannedNotices}. */
public final class PlanSuppressions {

    private PlanSuppressions() {}

    /** Makes the empty table {@code suppressed_contact} (position, channel), gone at the end of the transaction. */
    public static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE suppressed_contact (
                        position bigint NOT NULL, channel text NOT NULL, PRIMARY KEY (position, channel)) ON COMMIT DROP
                    """);
        }
    }

    /** Names people of the plan whose address for a channel is suppressed. */
    public static void name(Connection connection, ChannelKind channel, Collection<Long> positions)
            throws SQLException {
        String sql =
                "INSERT INTO suppressed_contact (position, channel) SELECT position, ? FROM unnest(?) AS t (position)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, channel.name());
            statement.setArray(2, connection.createArrayOf("bigint", positions.toArray()));
            statement.executeUpdate();
        }
    }

    /** Says at the planned deliveries of those people why they are UNDELIVERABLE. */
    public static void giveReason(Connection connection, UUID batch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "ANALYZE suppressed_contact"); // mostly a few, or none: not to be looked for in all deliveries
        }
        String sql =
                """
                UPDATE delivery d SET reason = ?
                FROM suppressed_contact s JOIN notice n ON n.batch_id = ? AND n.position = s.position
                WHERE d.notice_id = n.id AND d.channel = s.channel AND d.state = 'UNDELIVERABLE'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Suppressions.REASON);
            statement.setObject(2, batch);
            statement.executeUpdate();
        }
    }
}
