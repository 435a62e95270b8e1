package org.tocsin.batch;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tocsin.affected.PeopleByContact;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.delivery.suppression.NoticesToNumber;
import org.tocsin.platform.database.Transactions;

/** Finds the notices to a number through the keyed digests of the record sets: nobody is decrypted. */
@ApplicationScoped
class NoticesByNumber implements NoticesToNumber {

    /** No number is so many customers'. */
    private static final int AT_MOST = 1_000;

    private final AgroalDataSource database;
    private final PeopleByContact people;

    NoticesByNumber(AgroalDataSource database, PeopleByContact people) {
        this.database = database;
        this.people = people;
    }

    @Override
    public Set<UUID> of(PhoneNumber number) throws SQLException {
        List<PeopleByContact.Found> owners = people.having(number, AT_MOST);
        return owners.isEmpty() ? Set.of() : Transactions.run(database, connection -> notices(connection, owners));
    }

    private static Set<UUID> notices(Connection connection, List<PeopleByContact.Found> owners) throws SQLException {
        String sql =
                """
                SELECT n.id
                FROM unnest(?::uuid[], ?::text[]) AS o (record_set_id, customer_ref)
                JOIN notice n ON n.customer_ref = o.customer_ref AND n.record_set_id = o.record_set_id
                JOIN batch b ON b.id = n.batch_id
                WHERE b.policy -> 'overrideOptOut' IS NULL
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            owners.stream()
                                    .map(PeopleByContact.Found::recordSetId)
                                    .toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            owners.stream()
                                    .map(PeopleByContact.Found::customerRef)
                                    .toArray()));
            Set<UUID> found = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }
}
