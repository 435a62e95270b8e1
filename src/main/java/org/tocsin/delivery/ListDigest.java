package org.tocsin.delivery;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.tocsin.platform.Digests;

/** What a batch's fingerprint says of its list. */
public final class ListDigest {

    private ListDigest() {}

    /**
     * Digest of the planned list: who gets what over which channel in which order, and who does not and why. Chunks of the list
     * are hashed in the database, and their hashes here, so that the list need not travel.
     *
     * <p>A delivery that stands elsewhere on the list than its person is another list: it would be released at another time, or never.
     *
     * <p>Whoever was excluded after the submission is taken as planned: somebody who was to be sent something, or had no usable
     * address. That holds only for an exclusion of that very person, so that no other row can be made to pass.
     *
     * @return 64 lower-case hex digits
     */
    public static String of(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT sha256(convert_to(string_agg(line, E'\\n' ORDER BY position), 'UTF8'))
                FROM (SELECT n.position,
                             concat_ws(' ', n.position, n.customer_ref,
                                       CASE WHEN e.id IS NULL AND n.outcome IN ('EXCLUDED', 'UNREACHED') THEN n.outcome
                                            WHEN e.id IS NOT NULL AND messages.planned IS NULL THEN 'UNREACHED' END,
                                       CASE WHEN e.id IS NULL THEN n.reason
                                            WHEN messages.planned IS NULL THEN 'NO_USABLE_CONTACT' END,
                                       messages.planned) AS line
                      FROM notice n
                      LEFT JOIN exclusion e ON e.id = n.exclusion_id AND e.incident_id = n.incident_id
                                           AND e.customer_ref = n.customer_ref
                      CROSS JOIN LATERAL (SELECT string_agg(concat_ws(':', d.channel, d.rank, d.variant_id, d.hold_for,
                                                                           nullif(d.position, n.position)), ' '
                                                            ORDER BY d.rank, d.channel) AS planned
                                          FROM delivery d
                                          WHERE d.notice_id = n.id AND d.variant_id IS NOT NULL) messages
                      WHERE n.batch_id = ?) lines
                GROUP BY position / 10000
                ORDER BY position / 10000
                """;
        MessageDigest all = Digests.sha256();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.update(rows.getBytes(1));
                }
            }
        }
        return Digests.hex(all.digest());
    }
}
