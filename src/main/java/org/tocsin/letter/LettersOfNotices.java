package org.tocsin.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.tocsin.delivery.LetterState;
import org.tocsin.delivery.LetterStates;

/** How the letters of notices stand: the last export, and what was said last. */
@ApplicationScoped
class LettersOfNotices implements LetterStates {

    @Override
    public Map<UUID, LetterState> of(Connection connection, Collection<UUID> notices) throws SQLException {
        // Of one day, a return is the later word: it says that the letter had been mailed.
        String sql =
                """
                SELECT wanted.id, listed.exported_at, listed.mailable, said.result, said.on_date, said.reason
                FROM unnest(?::uuid[]) AS wanted (id)
                LEFT JOIN LATERAL (SELECT e.exported_at, l.mailable FROM letter l JOIN letter_export e ON e.id = l.export_id
                                   WHERE l.notice_id = wanted.id ORDER BY e.id DESC LIMIT 1) listed ON true
                LEFT JOIN LATERAL (SELECT r.result, r.on_date, r.reason FROM letter_result r
                                   WHERE r.notice_id = wanted.id ORDER BY r.on_date DESC, r.result DESC LIMIT 1) said ON true
                WHERE listed.exported_at IS NOT NULL OR said.result IS NOT NULL
                """;
        Map<UUID, LetterState> letters = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", notices.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime exported = row.getObject(2, OffsetDateTime.class);
                    letters.put(
                            row.getObject(1, UUID.class),
                            new LetterState(
                                    exported == null ? null : exported.toInstant(),
                                    row.getObject(3, Boolean.class),
                                    row.getString(4),
                                    row.getObject(5, LocalDate.class),
                                    row.getString(6)));
                }
            }
        }
        return letters;
    }
}
