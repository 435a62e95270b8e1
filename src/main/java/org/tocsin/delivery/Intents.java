package org.tocsin.delivery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes intents down. */
public final class Intents {

    private Intents() {}

    /**
     * Begins the attempts whose claim still holds and whose gates are open.
     *
     * <p>The share lock on the delivery keeps a rescuer, who locks it for update first and looks for attempts after, from
     * missing an intent that is being committed. An attempt that is there already and has not ended is one whose commit was
     * not answered: its sender took that for a no, so nothing has left, and it begins anew.
     *
     * <p>The state is compared as an expression, to keep the planner from the partial index on SENDING: once its statistics say
     * that few rows are, it would look through all of this worker's for each intent.
     *
     * @return the deliveries that may be sent once the transaction has committed
     */
    public static Set<UUID> begin(Connection connection, UUID worker, List<Intent> intents, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, content_hash)
                SELECT d.id, i.attempt, i.epoch, d.worker_id, ?, i.content_hash
                FROM unnest(?::uuid[], ?::bigint[], ?::int[], ?::text[]) AS i (id, epoch, attempt, content_hash)
                JOIN LATERAL (SELECT id, worker_id FROM delivery d
                              WHERE d.id = i.id AND d.epoch = i.epoch AND d.worker_id = ? AND d.state || '' = 'SENDING'
                                AND NOT EXISTS (SELECT FROM gate g
                                                WHERE g.batch_id IN (d.batch_id, '00000000-0000-0000-0000-000000000000')
                                                  AND NOT g.open)
                              FOR SHARE) d ON true
                ON CONFLICT (delivery_id, number) DO UPDATE
                SET epoch = excluded.epoch, worker_id = excluded.worker_id, started_at = excluded.started_at,
                    content_hash = excluded.content_hash
                WHERE attempt.ended_at IS NULL
                RETURNING delivery_id
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", intents.stream().map(Intent::deliveryId).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", intents.stream().map(Intent::epoch).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "int4", intents.stream().map(Intent::attempt).toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", intents.stream().map(Intent::contentHash).toArray()));
            statement.setObject(6, worker);
            Set<UUID> begun = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    begun.add(rows.getObject(1, UUID.class));
                }
            }
            return begun;
        }
    }
}
