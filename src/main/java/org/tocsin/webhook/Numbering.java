package org.tocsin.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Makes numbered events of what has changed; one transaction at a time in the whole cluster.
 *
 * <p>Numbers given while a change is made would not follow the commits: the change with the lower number may commit later, or never.
 * Here a change gets its number once it is seen to be committed, all that one look sees at once, and then it is gone from the
 * table. So what commits later always gets a later number, and nothing is passed over. What one look sees together stands in the
 * order of the transactions' last writes: a transaction that has waited for another, or has read what it did, comes behind it.
 */
final class Numbering {

    /** Deliveries in one event, which stays below the 20 kB that Standard Webhooks recommends. */
    static final int DELIVERIES_PER_EVENT = 100;

    private static final String NUMBER =
            """
            WITH taken AS (DELETE FROM webhook_change RETURNING *),
            piece AS (
                SELECT t.batch_id, t.type, t.occurred_at, t.id, p.n, t.deliveries IS NOT NULL AS lists, t.data,
                       max(t.id) OVER (PARTITION BY t.xid) AS last_of_transaction,
                       t.deliveries[p.n + 1 : p.n + %1$d] AS deliveries, t.notices[p.n + 1 : p.n + %1$d] AS notices,
                       t.channels[p.n + 1 : p.n + %1$d] AS channels, t.states[p.n + 1 : p.n + %1$d] AS states,
                       t.reasons[p.n + 1 : p.n + %1$d] AS reasons
                FROM taken t
                CROSS JOIN LATERAL generate_series(0, coalesce(cardinality(t.deliveries), 1) - 1, %1$d) p (n)),
            stream AS (
                INSERT INTO webhook_stream AS s (batch_id, last_seq)
                SELECT batch_id, count(*) FROM piece GROUP BY 1 ORDER BY 1
                ON CONFLICT (batch_id) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq
                RETURNING batch_id, last_seq),
            numbered AS (
                SELECT p.*, s.last_seq + 1 - row_number() OVER (
                           PARTITION BY p.batch_id ORDER BY p.last_of_transaction DESC, p.id DESC, p.n DESC) AS seq
                FROM piece p JOIN stream s USING (batch_id)),
            v AS (
                INSERT INTO webhook_event (batch_id, seq, id, type, occurred_at, data)
                SELECT batch_id, seq, uuid_v7(), type, occurred_at,
                       data || jsonb_build_object('batchId', batch_id, 'sequence', seq,
                                                  'incidentId', (SELECT b.incident_id FROM batch b WHERE b.id = batch_id))
                            || CASE WHEN lists THEN jsonb_build_object('deliveries', (
                                   SELECT jsonb_agg(jsonb_build_object('deliveryId', delivery, 'noticeId', notice,
                                                        'channel', channel, 'state', state, 'reason', reason) ORDER BY place)
                                   FROM unnest(deliveries, notices, channels, states, reasons)
                                        WITH ORDINALITY AS l (delivery, notice, channel, state, reason, place)))
                               ELSE '{}' END
                FROM numbered
                RETURNING batch_id, seq, type)
            INSERT INTO webhook_cursor AS c (endpoint_id, batch_id, sent_seq, last_seq, due_at)
            SELECT e.id, v.batch_id, min(v.seq) - 1, max(v.seq), ? FROM v JOIN webhook_endpoint e ON %2$s
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (endpoint_id, batch_id) DO UPDATE
            SET last_seq = excluded.last_seq,
                due_at = CASE WHEN c.last_seq > c.sent_seq THEN c.due_at ELSE excluded.due_at END
            """
                    .formatted(DELIVERIES_PER_EVENT, EventTypes.WANTED);

    private Numbering() {}

    /** Keeps everyone else from numbering until the transaction ends. */
    static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_advisory_xact_lock(hashtextextended('tocsin.webhook-numbering', 0))")) {
            statement.execute();
        }
    }

    /** Numbers what is committed, and makes it due at the endpoints that want it; does nothing when somebody else is at it. */
    static void run(Connection connection, Instant now) throws SQLException {
        if (!lockIfFree(connection)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(NUMBER)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    private static boolean lockIfFree(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended('tocsin.webhook-numbering', 0))");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
