package org.tocsin.affected;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.platform.http.PageQuery;

/** What was found about the records of an upload. */
@ApplicationScoped
class RecordFindings {

    private final DataSource database;

    RecordFindings(DataSource database) {
        this.database = database;
    }

    /**
     * The findings in the upload's order: one more than the page holds, if there are.
     *
     * @param kind only these, or every kind when it is empty
     */
    List<RecordFinding> page(UUID recordSetId, Optional<FindingKind> kind, PageQuery page) {
        String sql =
                """
                SELECT position, line, kind, field, reason FROM record_finding
                WHERE record_set_id = ? AND (position, kind, field) > (?, ?, ?) AND kind = coalesce(?, kind)
                ORDER BY position, kind, field LIMIT ?
                """;
        FindingKey after = page.after(FindingKey::parse).orElse(FindingKey.BEFORE_ALL);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            statement.setLong(2, after.position());
            statement.setString(3, after.kind());
            statement.setString(4, after.field());
            statement.setString(5, kind.map(FindingKind::name).orElse(null));
            statement.setInt(6, page.limit() + 1);
            List<RecordFinding> findings = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    findings.add(read(rows));
                }
            }
            return findings;
        } catch (SQLException e) {
            throw new IllegalStateException("findings cannot be read", e);
        }
    }

    private static RecordFinding read(ResultSet row) throws SQLException {
        return new RecordFinding(
                row.getLong("position"),
                row.getLong("line"),
                FindingKind.valueOf(row.getString("kind")),
                row.getString("field"),
                row.getString("reason"));
    }
}
