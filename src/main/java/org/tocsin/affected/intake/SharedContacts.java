package org.tocsin.affected.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Marks people of a set who have a normalised mailbox or number in common: two people on one mailbox, or one person with two
 * accounts. Nobody is merged or left out for it.
 */
final class SharedContacts {

    /** A slice of the digests is grouped at a time, so that no statement runs for long or needs much memory. */
    private static final long PEOPLE_PER_SLICE = 4_000_000;

    private static final int BYTE_VALUES = 256;

    private SharedContacts() {}

    /** Marks them in a set that is still being received, and tells how many people they are. */
    static long mark(Connection connection, UUID recordSetId) throws SQLException {
        long people = number(connection, "SELECT accepted FROM record_set WHERE id = ?", recordSetId);
        return mark(connection, recordSetId, (int) Math.min(BYTE_VALUES, 1 + people / PEOPLE_PER_SLICE));
    }

    /**
     * The same in so many slices.
     *
     * @param slices 1 to 256
     */
    static long mark(Connection connection, UUID recordSetId, int slices) throws SQLException {
        for (int slice = 0; slice < slices; slice++) {
            int from = slice * BYTE_VALUES / slices;
            int to = (slice + 1) * BYTE_VALUES / slices;
            mark(connection, recordSetId, "EMAIL", "email_digest", from, to);
            mark(connection, recordSetId, "PHONE", "phone_digest", from, to);
        }
        return number(
                connection, "SELECT count(DISTINCT position) FROM shared_contact WHERE record_set_id = ?", recordSetId);
    }

    /** Marks those whose digest's first byte is in a range; a keyed digest spreads them evenly. */
    private static void mark(Connection connection, UUID recordSetId, String kind, String digest, int from, int to)
            throws SQLException {
        String sql =
                """
                INSERT INTO shared_contact (record_set_id, position, kind, first_position, people)
                SELECT p.record_set_id, p.position, ?, shared.first_position, shared.people
                FROM (SELECT %1$s AS digest, min(position) AS first_position, count(*) AS people
                      FROM affected_person
                      WHERE record_set_id = ? AND %1$s IS NOT NULL
                        AND get_byte(%1$s, 0) >= ? AND get_byte(%1$s, 0) < ?
                      GROUP BY %1$s HAVING count(*) > 1) shared
                JOIN affected_person p ON p.record_set_id = ? AND p.%1$s = shared.digest
                """
                        .formatted(digest);
        ConnectionTransaction.run(connection, () -> {
            try (Statement settings = connection.createStatement()) {
                // The seal waits for the disk, and so for these rows.
                settings.execute("SET LOCAL synchronous_commit = off");
                settings.execute("SET LOCAL work_mem = '64MB'");
                // A set that has just come has no statistics: it could be taken for so small that it is gone through
                // for each group.
                settings.execute("SET LOCAL enable_nestloop = off");
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, kind);
                statement.setObject(2, recordSetId);
                statement.setInt(3, from);
                statement.setInt(4, to);
                statement.setObject(5, recordSetId);
                statement.executeUpdate();
            }
        });
    }

    private static long number(Connection connection, String sql, UUID recordSetId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
