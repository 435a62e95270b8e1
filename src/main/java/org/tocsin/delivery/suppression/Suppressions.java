package org.tocsin.delivery.suppression;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;
import org.tocsin.evidence.Act;

/** The table of suppressions. */
public final class Suppressions {

    /** Stands at a delivery that was not sent because of one. */
    public static final String REASON = "SUPPRESSED";

    private static final UUID FIRST = new UUID(0, 0);

    private Suppressions() {}

    /**
     * Adds one. That an address is dead and that its owner has opted out stand side by side; another one that says the same makes
     * room when it has expired, or will while this one does not.
     *
     * @return false when the same is known of the address already
     */
    public static boolean add(Connection connection, Suppression suppression, byte[] digest) throws SQLException {
        String sql =
                """
                INSERT INTO suppression AS s (id, channel, digest, masked, reason, source, delivery_id, note, added_by, added_at,
                                              expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (channel, digest, (reason = 'ADDRESS_DEAD')) WHERE lifted_at IS NULL
                DO UPDATE SET id = excluded.id, reason = excluded.reason, source = excluded.source,
                              delivery_id = excluded.delivery_id, note = excluded.note, added_by = excluded.added_by,
                              added_at = excluded.added_at, expires_at = excluded.expires_at,
                              changed_at = clock_timestamp()
                WHERE s.expires_at <= excluded.added_at OR s.expires_at IS NOT NULL AND excluded.expires_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, suppression.id());
            statement.setString(2, suppression.channel().name());
            statement.setBytes(3, digest);
            statement.setString(4, suppression.address());
            statement.setString(5, suppression.reason().name());
            statement.setString(6, suppression.source().name());
            statement.setObject(7, suppression.deliveryId());
            statement.setString(8, suppression.note());
            statement.setString(9, suppression.addedBy());
            statement.setObject(10, at(suppression.addedAt()));
            statement.setObject(11, at(suppression.expiresAt()));
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Adds one that follows from something that happened, unless the same was known of that address and has been lifted since: a
     * failed delivery is looked at again, whenever a replica starts.
     *
     * @return false when the same is known of the address already, or was lifted
     */
    public static boolean addUnlessLifted(
            Connection connection, Suppression suppression, byte[] digest, Instant happenedAt) throws SQLException {
        return !liftedSince(connection, suppression.channel(), digest, suppression.reason(), happenedAt)
                && add(connection, suppression, digest);
    }

    /** Whether what was known of an address for such a reason has been lifted at that time or later. */
    public static boolean liftedSince(
            Connection connection, ChannelKind channel, byte[] digest, SuppressionReason reason, Instant happenedAt)
            throws SQLException {
        String sql =
                """
                SELECT FROM suppression
                WHERE channel = ? AND digest = ? AND lifted_at >= ? AND (reason = 'ADDRESS_DEAD') = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, channel.name());
            statement.setBytes(2, digest);
            statement.setObject(3, at(happenedAt));
            statement.setBoolean(4, reason == SuppressionReason.ADDRESS_DEAD);
            try (ResultSet lifted = statement.executeQuery()) {
                return lifted.next();
            }
        }
    }

    /** Ends one that stands; returns false when there is none of that id. */
    public static boolean lift(Connection connection, UUID id, String actor, Instant now) throws SQLException {
        String sql =
                """
                UPDATE suppression SET lifted_by = ?, lifted_at = ?, changed_at = clock_timestamp()
                WHERE id = ? AND lifted_at IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, actor);
            statement.setObject(2, at(now));
            statement.setObject(3, id);
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Ends the opt-out that the owner of an address has declared by a message, and no other: what somebody was told otherwise, by
     * telephone say, a text does not take back.
     *
     * @param at when the owner took it back; a later opt-out stays
     * @return the one that was ended, or empty when there was none
     */
    public static Optional<UUID> liftOwnOptOut(Connection connection, ChannelKind channel, byte[] digest, Instant at)
            throws SQLException {
        String sql =
                """
                UPDATE suppression SET lifted_by = ?, lifted_at = ?, changed_at = clock_timestamp()
                WHERE channel = ? AND digest = ? AND lifted_at IS NULL
                  AND reason = 'OPTED_OUT' AND source IN ('RECIPIENT', 'DELIVERY') AND added_at <= ?
                RETURNING id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Act.SYSTEM);
            statement.setObject(2, at(at));
            statement.setString(3, channel.name());
            statement.setBytes(4, digest);
            statement.setObject(5, at(at));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /** Those that stand, oldest id first, behind an id. */
    public static List<Suppression> list(Connection connection, Optional<UUID> after, int limit, Instant now)
            throws SQLException {
        String sql =
                """
                SELECT id, channel, masked, reason, source, delivery_id, note, added_by, added_at, expires_at FROM suppression
                WHERE id > ? AND lifted_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
                ORDER BY id LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, after.orElse(FIRST));
            statement.setObject(2, at(now));
            statement.setInt(3, limit);
            List<Suppression> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(read(row));
                }
            }
            return found;
        }
    }

    private static Suppression read(ResultSet row) throws SQLException {
        OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Suppression(
                row.getObject("id", UUID.class),
                ChannelKind.valueOf(row.getString("channel")),
                row.getString("masked"),
                SuppressionReason.valueOf(row.getString("reason")),
                Suppression.Source.valueOf(row.getString("source")),
                row.getObject("delivery_id", UUID.class),
                row.getString("note"),
                row.getString("added_by"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
