package org.tocsin.letter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * How a batch's letters stand, in people.
 *
 * @param exported people in the file of some export
 * @param withoutAddress people in exports, but in none's file
 * @param mailed people whose letter was mailed, and did not come back since
 * @param returned people whose letter came back last
 * @param withoutResult of those exported, people of whose letter the print house has said nothing
 */
record LetterCounts(long exported, long withoutAddress, long mailed, long returned, long withoutResult) {

    /** Counts the rows; nothing is kept for it, for it is asked seldom. */
    static LetterCounts of(Connection connection, UUID batch) throws SQLException {
        String sql =
                """
                WITH listed AS (SELECT notice_id, bool_or(mailable) AS mailable FROM letter WHERE batch_id = ? GROUP BY 1),
                     latest AS (SELECT DISTINCT ON (notice_id) notice_id, result FROM letter_result
                                WHERE batch_id = ? ORDER BY notice_id, on_date DESC, result DESC)
                SELECT (SELECT count(*) FROM listed WHERE mailable), (SELECT count(*) FROM listed WHERE NOT mailable),
                       (SELECT count(*) FROM latest WHERE result = 'MAILED'),
                       (SELECT count(*) FROM latest WHERE result = 'RETURNED'),
                       (SELECT count(*) FROM listed LEFT JOIN latest USING (notice_id)
                        WHERE mailable AND latest.notice_id IS NULL)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setObject(2, batch);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new LetterCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }
}
