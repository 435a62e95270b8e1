package org.tocsin.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.tocsin.testing.Ledger;

/**
 * Holds the providers' ledger against the service's database, from outside: the ledger is laid beside the tables and one
 * statement looks at each person.
 */
final class Comparer {

    // Who should have got a message is counted out, not read from the database: a person whom planning dropped is
    // missed.
    private static final String COMPARE =
            """
            WITH person AS (
                SELECT '%1$s-' || i AS ref, %2$s AS recipient FROM generate_series(1, %3$d) i),
            got AS (
                SELECT recipient, count(*) AS messages, count(DISTINCT body) AS bodies
                FROM ledger WHERE event = 'TAKEN' GROUP BY recipient),
            lost_answer AS (
                SELECT a.delivery_id, count(*) AS n
                FROM attempt a JOIN delivery d ON d.id = a.delivery_id
                WHERE d.batch_id = ? AND (a.result = 'UNKNOWN' OR a.class = 'AMBIGUOUS') GROUP BY 1),
            told AS (
                SELECT n.customer_ref AS ref, d.id, d.state, greatest(coalesce(l.n, 0), d.resent::int) AS unknowns,
                       EXISTS (SELECT FROM attempt a WHERE a.delivery_id = d.id AND a.result = 'ACCEPTED') AS accepted
                FROM delivery d JOIN notice n ON n.id = d.notice_id LEFT JOIN lost_answer l ON l.delivery_id = d.id
                WHERE d.batch_id = ? AND d.channel = ?)
            SELECT count(*) AS people,
                   coalesce(sum(messages), 0) AS messages,
                   count(*) FILTER (WHERE state IN ('PLANNED', 'DUE', 'SENDING')) AS outstanding,
                   count(*) FILTER (WHERE messages IS NULL
                                      AND (state IS NULL OR state IN ('ACCEPTED', 'DELIVERED', 'NOT_NEEDED'))) AS lost,
                   count(*) FILTER (WHERE messages > 1) AS twice,
                   count(*) FILTER (WHERE messages - 1 > unknowns) AS twice_outside_window,
                   count(*) FILTER (WHERE messages IS NULL AND state IN ('ACCEPTED', 'DELIVERED')
                                       OR messages > 0 AND unknowns = 0 AND NOT accepted
                                          AND state NOT IN ('ACCEPTED', 'DELIVERED', 'SENDING')) AS contradictions,
                   count(*) FILTER (WHERE bodies > 1) AS changed,
                   (SELECT count(*) FROM ledger l JOIN told t ON t.id = l.delivery JOIN person p ON p.ref = t.ref
                    WHERE l.event = 'TAKEN' AND l.recipient <> p.recipient) AS strangers,
                   (SELECT coalesce(sum(n), 0) FROM lost_answer) AS unknown
            FROM person LEFT JOIN got USING (recipient) LEFT JOIN told USING (ref)
            """;

    private Comparer() {}

    /** @param evidenceIntact what the service says of its evidence; it is not looked at here */
    static Comparison compare(
            Connection connection, Ledger ledger, Audience audience, UUID batch, boolean evidenceIntact)
            throws SQLException, IOException {
        load(connection, ledger);
        String sql = COMPARE.formatted(audience.tag(), audience.recipientSql(), audience.people());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, batch);
            select.setObject(2, batch);
            select.setString(3, audience.bySms() ? "SMS" : "EMAIL");
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Comparison(
                        row.getLong("people"),
                        row.getLong("messages"),
                        row.getLong("outstanding"),
                        row.getLong("lost"),
                        row.getLong("twice"),
                        row.getLong("twice_outside_window"),
                        row.getLong("contradictions"),
                        row.getLong("changed"),
                        row.getLong("strangers"),
                        row.getLong("unknown"),
                        evidenceIntact);
            }
        }
    }

    /** Lays the ledger beside the tables, for this connection alone. */
    static void load(Connection connection, Ledger ledger) throws SQLException, IOException {
        try (Statement create = connection.createStatement();
                InputStream lines = Files.newInputStream(ledger.file())) {
            create.execute("DROP TABLE IF EXISTS ledger");
            create.execute(
                    """
                    CREATE TEMPORARY TABLE ledger (at bigint, server text, connection int, event text, stage text,
                                                   delivery uuid, recipient text, body text)
                    """);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY ledger FROM STDIN", lines);
            create.execute("ANALYZE ledger");
        }
    }
}
