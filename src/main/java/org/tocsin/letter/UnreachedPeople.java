package org.tocsin.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.tocsin.batch.Batch;
import org.tocsin.compose.NoticeReference;

/** Reads whom a batch has not reached, as it stands now. */
@ApplicationScoped
class UnreachedPeople {

    /** People per page: some megabytes of names and addresses at most. */
    private static final int PAGE = 2_000;

    private final NoticeReference codes;

    UnreachedPeople(NoticeReference codes) {
        this.codes = codes;
    }

    /**
     * Everyone UNREACHED in the batch.
     *
     * @param onlyNew without whoever is in an export of it
     */
    RecipientPages of(Batch batch, boolean onlyNew) {
        return (connection, after) -> page(connection, batch, onlyNew, after);
    }

    private List<Recipient> page(Connection connection, Batch batch, boolean onlyNew, long after) throws SQLException {
        String sql =
                """
                SELECT n.position, n.id, n.customer_ref,
                       coalesce(n.reason, (SELECT string_agg(d.channel || ':' || coalesce(d.reason, d.state), ' '
                                                             ORDER BY d.channel)
                                           FROM delivery d WHERE d.notice_id = n.id))
                FROM notice n
                WHERE n.batch_id = ? AND n.position > ? AND n.outcome = 'UNREACHED'
                  AND NOT (? AND EXISTS (SELECT FROM letter l WHERE l.notice_id = n.id))
                ORDER BY n.position LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch.id);
            statement.setLong(2, after);
            statement.setBoolean(3, onlyNew);
            statement.setInt(4, PAGE);
            List<Recipient> page = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String customerRef = row.getString(3);
                    page.add(new Recipient(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            customerRef,
                            codes.of(batch.incidentId, customerRef),
                            row.getString(4)));
                }
            }
            return page;
        }
    }
}
