package org.tocsin.dispatch.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Which versions of the rows that a batch's seal covers stand in the database. */
final class SealedRows {

    private SealedRows() {}

    /**
     * The versions, as one text: it is another one when any of the rows was written since, by whomever. PostgreSQL itself keeps
     * them ({@code xmin}, the transaction that wrote a row, and {@code ctid}, where it lies); no SQL can set them.
     *
     * @return empty when one of the rows is missing
     */
    static Optional<String> versions(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                SELECT concat_ws(' ', b.xmin, b.ctid, a.xmin, a.ctid, r.xmin, r.ctid, t.xmin, t.ctid,
                                 (SELECT string_agg(concat_ws(' ', v.xmin, v.ctid), ' ' ORDER BY v.ctid)
                                  FROM template_variant v WHERE v.template_id = t.id))
                FROM batch b
                JOIN approval a ON a.batch_id = b.id
                JOIN record_set r ON r.id = b.record_set_id
                JOIN template t ON t.id = b.template_id
                WHERE b.id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
