package org.tocsin.affected.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.tocsin.affected.ContactKind;
import org.tocsin.affected.ContactPage;

/**
 * Does for one bucket of {@link ContactRuns}, within the database, what {@link ContactIndex} does in memory. Where millions have
 * one and the same mailbox, such as the placeholder of a form, their bucket does not fit there; PostgreSQL sorts on its disk.
 */
final class CrowdedBucket {

    // Within a bucket the order of bytes is that of the numbers which they make.
    private static final String ENTRIES =
            """
            SELECT substring(r.entries FROM %1$d * n + 1 FOR %1$d) AS entry
            FROM intake_contact r CROSS JOIN LATERAL generate_series(0, octet_length(r.entries) / %1$d - 1) n
            WHERE r.kind = ? AND r.bucket = ?
            """
                    .formatted(SortedContacts.BYTES_PER_ENTRY);

    private static final String POSITION = "('x' || encode(substring(%s FROM 17 FOR 8), 'hex'))::bit(64)::bigint";

    private static final String PAGES =
            """
            INSERT INTO contact_page (kind, record_set_id, first_key, first_position, entries)
            SELECT ?, ?, ('x' || encode(substring(first FROM 1 FOR 8), 'hex'))::bit(64)::bigint, %s, entries
            FROM (SELECT (array_agg(entry ORDER BY entry))[1] AS first,
                         string_agg(substring(entry FROM 1 FOR 8) || substring(entry FROM 17 FOR 8), ''::bytea
                                    ORDER BY entry) AS entries
                  FROM (SELECT entry, (row_number() OVER (ORDER BY entry) - 1) / %d AS page FROM (%s) e) numbered
                  GROUP BY page) pages
            """
                    .formatted(POSITION.formatted("first"), ContactPage.ENTRIES, ENTRIES);

    private static final String SHARED =
            """
            INSERT INTO shared_contact (kind, record_set_id, position, first_position, people)
            SELECT ?, ?, position, first_position, people
            FROM (SELECT position, min(position) OVER same AS first_position, count(*) OVER same AS people
                  FROM (SELECT substring(entry FROM 1 FOR 16) AS digest, %s AS position FROM (%s) e) entry
                  WINDOW same AS (PARTITION BY digest)) marked
            WHERE people > 1
            """
                    .formatted(POSITION.formatted("entry"), ENTRIES);

    private CrowdedBucket() {}

    static void write(Connection connection, UUID recordSetId, ContactKind kind, int bucket) throws SQLException {
        for (String sql : new String[] {PAGES, SHARED}) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, kind.name());
                statement.setObject(2, recordSetId);
                statement.setString(3, kind.name());
                statement.setInt(4, bucket);
                statement.executeUpdate();
            }
        }
    }
}
