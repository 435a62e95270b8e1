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
import java.util.function.Function;
import javax.sql.DataSource;
import org.tocsin.contact.ContactDigests;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;

/**
 * Finds the people of sealed record sets by an address, through its keyed digests: nothing is decrypted, and purged sets are not
 * found. Whoever asks puts that into the evidence.
 */
@ApplicationScoped
public class PeopleByContact {

    private final DataSource database;
    private final DataKeys dataKeys;
    private final ContactDigests digests;

    PeopleByContact(DataSource database, DataKeys dataKeys, ContactDigests digests) {
        this.database = database;
        this.dataKeys = dataKeys;
        this.digests = digests;
    }

    /** Somebody who has the address in one record set. */
    public record Found(UUID incidentId, UUID recordSetId, String customerRef) {}

    /** Who has the mailbox, latest record set first. */
    public List<Found> having(EmailAddress address, int atMost) {
        return find("email_digest", secret -> digests.of(secret, address), atMost);
    }

    /** Who has the telephone number, latest record set first. */
    public List<Found> having(PhoneNumber number, int atMost) {
        return find("phone_digest", secret -> digests.of(secret, number), atMost);
    }

    private List<Found> find(String column, Function<byte[], byte[]> digest, int atMost) {
        try (Connection connection = database.getConnection()) {
            List<byte[]> wanted = new ArrayList<>();
            for (UUID id : sealed(connection)) {
                Optional<PersonEnvelope> envelope = dataKeys.find(connection, id);
                if (envelope.isPresent()) {
                    wanted.add(digest.apply(envelope.get().lookupSecret()));
                    wanted.add(digest.apply(ContactDigests.formerSecret(id)));
                }
            }
            return find(connection, column, wanted, atMost);
        } catch (SQLException e) {
            throw new IllegalStateException("affected people cannot be looked up", e);
        }
    }

    private static List<UUID> sealed(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT id FROM record_set WHERE status = 'SEALED'");
                ResultSet row = statement.executeQuery()) {
            List<UUID> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    /** One probe of a hash index for each digest: the time grows with the number of sets, not with the people in them. */
    static String query(String column) {
        return """
                SELECT s.incident_id, s.id, p.customer_ref
                FROM unnest(?) AS wanted (digest)
                JOIN affected_person p ON p.%s = wanted.digest
                JOIN record_set s ON s.id = p.record_set_id AND s.status = 'SEALED'
                ORDER BY s.id DESC, p.customer_ref LIMIT ?
                """
                .formatted(column);
    }

    private static List<Found> find(Connection connection, String column, List<byte[]> wanted, int atMost)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query(column))) {
            statement.setArray(1, connection.createArrayOf("bytea", wanted.toArray(byte[][]::new)));
            statement.setInt(2, atMost);
            List<Found> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)));
                }
            }
            return found;
        }
    }
}
