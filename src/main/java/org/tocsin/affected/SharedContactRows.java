package org.tocsin.affected;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.platform.http.PageQuery;

/** Reads who shares a mailbox or a number with whom, page by page. */
@ApplicationScoped
class SharedContactRows {

    private final DataSource database;

    SharedContactRows(DataSource database) {
        this.database = database;
    }

    /** Those of a set in the upload's order: one more than the page holds, if there are. */
    List<SharedContact> page(UUID recordSetId, PageQuery page) {
        String sql =
                """
                SELECT s.position, p.customer_ref, s.kind, s.first_position, s.people
                FROM shared_contact s JOIN affected_person p USING (record_set_id, position)
                WHERE s.record_set_id = ? AND (s.position, s.kind) > (?, ?)
                ORDER BY s.position, s.kind LIMIT ?
                """;
        Place after = page.after(Place::parse).orElse(new Place(0, ""));
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setLong(2, after.position());
            statement.setString(3, after.kind());
            statement.setInt(4, page.limit() + 1);
            List<SharedContact> shared = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    shared.add(new SharedContact(
                            row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5)));
                }
            }
            return shared;
        } catch (SQLException e) {
            throw new IllegalStateException("shared contacts cannot be read", e);
        }
    }

    /** See {@link SharedContact#key}. */
    private record Place(long position, String kind) {

        static Place parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("not a place in the list");
            }
            return new Place(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
        }
    }
}
