package org.tocsin.affected;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.platform.Ids;

/** Incidents for record sets to belong to. */
public final class IncidentRows {

    private IncidentRows() {}

    /** Adds an incident of which only the id matters. */
    public static UUID add(DataSource database) throws SQLException {
        UUID id = Ids.next();
        String sql =
                """
                INSERT INTO incident (id, reference, title, organisation, data_involved, not_involved, facts, contacts,
                                      status, facts_version, facts_editor, created_by, created_at, updated_at)
                VALUES (?, ?, 'Title', 'Example', '{}', '{}', '{}', '{}', 'OPEN', 1, 'tester', 'tester', now(), now())
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, "INC-" + id);
            statement.executeUpdate();
        }
        return id;
    }
}
