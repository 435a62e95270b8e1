package org.tocsin.receipt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Rows that wait to be applied, in any table with {@code received_at}, {@code due_at} and {@code applied_at}. */
final class WaitingRows {

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private WaitingRows() {}

    /**
     * Takes up to {@code limit} rows whose time has come, and puts their next look off by as long as they have waited already, from a
     * second to an hour: no two replicas apply the same one, and one that can never be applied costs little.
     *
     * @param applicable what must hold of a row besides, as SQL
     */
    static <T> List<T> take(
            Connection connection, String table, String applicable, int limit, Instant now, Reader<T> reader)
            throws SQLException {
        String sql =
                """
                WITH picked AS (
                    SELECT id FROM %1$s WHERE applied_at IS NULL AND due_at <= ? AND %2$s
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE %1$s w
                SET due_at = ?::timestamptz
                             + least(greatest(?::timestamptz - w.received_at, interval '1 second'), interval '1 hour')
                FROM picked p WHERE w.id = p.id
                RETURNING w.*
                """
                        .formatted(table, applicable);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
            statement.setObject(1, at);
            statement.setInt(2, limit);
            statement.setObject(3, at);
            statement.setObject(4, at);
            List<T> taken = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    taken.add(reader.read(row));
                }
            }
            return taken;
        }
    }
}
