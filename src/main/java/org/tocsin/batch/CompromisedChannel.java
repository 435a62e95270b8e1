package org.tocsin.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * A way to people that is not to be used for an incident: the attackers may read it, or have changed it.
 *
 * @param domain of the mailboxes, in lower case and in its ASCII form; null: the whole channel
 */
public record CompromisedChannel(
        UUID id, UUID incidentId, ChannelKind channel, String domain, String reason, String addedBy, Instant addedAt) {

    /** Writes it down; false when the same rule stands already. */
    public boolean insert(Connection connection) throws SQLException {
        String sql =
                """
                INSERT INTO compromised_channel (id, incident_id, channel, domain, reason, added_by, added_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (incident_id, channel, coalesce(domain, '')) WHERE lifted_at IS NULL DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setObject(2, incidentId);
            statement.setString(3, channel.name());
            statement.setString(4, domain);
            statement.setString(5, reason);
            statement.setString(6, addedBy);
            statement.setObject(7, addedAt.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate() == 1;
        }
    }

    /** Ends a rule of an incident; false when it does not stand. */
    public static boolean lift(Connection connection, UUID incident, UUID id, String actor, Instant now)
            throws SQLException {
        String sql =
                """
                UPDATE compromised_channel SET lifted_by = ?, lifted_at = ?
                WHERE incident_id = ? AND id = ? AND lifted_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, actor);
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            statement.setObject(3, incident);
            statement.setObject(4, id);
            return statement.executeUpdate() == 1;
        }
    }

    /** The rules of an incident that stand, oldest first. */
    public static List<CompromisedChannel> standing(Connection connection, UUID incident) throws SQLException {
        String sql =
                """
                SELECT id, incident_id, channel, domain, reason, added_by, added_at FROM compromised_channel
                WHERE incident_id = ? AND lifted_at IS NULL ORDER BY id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            List<CompromisedChannel> standing = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    standing.add(new CompromisedChannel(
                            row.getObject("id", UUID.class),
                            row.getObject("incident_id", UUID.class),
                            ChannelKind.valueOf(row.getString("channel")),
                            row.getString("domain"),
                            row.getString("reason"),
                            row.getString("added_by"),
                            row.getObject("added_at", OffsetDateTime.class).toInstant()));
                }
            }
            return standing;
        }
    }

    /** Whether a rule was added or lifted at this moment or after it. */
    static boolean changedSince(Connection connection, UUID incident, Instant since) throws SQLException {
        String sql =
                """
                SELECT EXISTS (SELECT FROM compromised_channel
                               WHERE incident_id = ? AND greatest(added_at, lifted_at) >= ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, incident);
            statement.setObject(2, since.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether it takes this mailbox; not asked of a rule for a whole channel. */
    public boolean takes(String email) {
        return email.substring(email.lastIndexOf('@') + 1).equals(domain);
    }
}
