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

    /** Stands at a planned delivery to an address whose owner has opted out, in a batch that overrides that. */
    public static final String OVERRIDDEN = "OPT_OUT_OVERRIDDEN";

    private PlanSuppressions() {}

    /** Makes the empty table {@code suppressed_contact}, gone at the end of the transaction. */
    public static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE suppressed_contact (
                        position bigint NOT NULL, channel text NOT NULL, overridden boolean NOT NULL,
                        PRIMARY KEY (position, channel)) ON COMMIT DROP
                    """);
        }
    }

    /**
     * Names people of the plan whose address for a channel is suppressed.
     *
     * @param overridden whether the batch reaches them all the same
     */
    public static void name(Connection connection, ChannelKind channel, Collection<Long> positions, boolean overridden)
            throws SQLException {
        if (positions.isEmpty()) {
            return;
        }
        String sql =
                """
                INSERT INTO suppressed_contact (position, channel, overridden)
                SELECT position, ?, ? FROM unnest(?) AS t (position)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, channel.name());
            statement.setBoolean(2, overridden);
            statement.setArray(3, connection.createArrayOf("bigint", positions.toArray()));
            statement.executeUpdate();
        }
    }

    /** Says at the planned deliveries of those people why they are UNDELIVERABLE, or what they override. */
    public static void giveReasons(Connection connection, UUID batch) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "ANALYZE suppressed_contact"); // mostly a few, or none: not to be looked for in all deliveries
        }
        String sql =
                """
                UPDATE delivery d SET reason = CASE WHEN s.overridden THEN ? ELSE ? END
                FROM suppressed_contact s JOIN notice n ON n.batch_id = ? AND n.position = s.position
                WHERE d.notice_id = n.id AND d.channel = s.channel
                  AND d.state = CASE WHEN s.overridden THEN 'PLANNED' ELSE 'UNDELIVERABLE' END
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, OVERRIDDEN);
            statement.setString(2, Suppressions.REASON);
            statement.setObject(3, batch);
            statement.executeUpdate();
        }
    }
}
