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

    /** Who has the mailbox, latest record set first; where a set has more of them than asked for, those who come first in it. */
    public List<Found> having(EmailAddress address, int atMost) {
        return find(ContactKind.EMAIL, secret -> digests.of(secret, address), atMost);
    }

    /** Who has the telephone number, in the same order. */
    public List<Found> having(PhoneNumber number, int atMost) {
        return find(ContactKind.PHONE, secret -> digests.of(secret, number), atMost);
    }

    private List<Found> find(ContactKind kind, Function<byte[], byte[]> digest, int atMost) {
        try (Connection connection = database.getConnection()) {
            List<Wanted> wanted = new ArrayList<>();
            for (UUID id : sealed(connection)) {
                Optional<PersonEnvelope> envelope = dataKeys.find(connection, id);
                if (envelope.isPresent()) {
                    wanted.add(new Wanted(id, digest.apply(envelope.get().lookupSecret())));
                    wanted.add(new Wanted(id, digest.apply(ContactDigests.formerSecret(id))));
                }
            }
            return find(connection, kind, candidates(connection, kind, wanted, atMost), atMost);
        } catch (SQLException e) {
            throw new IllegalStateException("affected people cannot be looked up", e);
        }
    }

    /** A digest of the address in one record set. */
    private record Wanted(UUID recordSetId, byte[] digest) {}

    /** Somebody whose digest has the key of the wanted one. */
    private record Candidate(Wanted wanted, long position) {}

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

    /**
     * Two looks into an index for each digest, at the pages that begin with its key and at the one before, in which it may
     * stand last: the time grows with the number of sets, not with the people in them. Of the pages that begin with it no more
     * are read than can be asked for: millions may have one address, such as the placeholder of a form.
     */
    static final String PAGES =
            """
            SELECT w.number, page.entries
            FROM unnest(?::uuid[], ?::bigint[]) WITH ORDINALITY AS w (record_set_id, key, number)
            CROSS JOIN LATERAL (
                (SELECT entries FROM contact_page c
                 WHERE c.record_set_id = w.record_set_id AND c.kind = ? AND c.first_key = w.key
                 ORDER BY first_position LIMIT ?)
                UNION ALL
                (SELECT entries FROM contact_page c
                 WHERE c.record_set_id = w.record_set_id AND c.kind = ? AND c.first_key < w.key
                 ORDER BY first_key DESC, first_position DESC LIMIT 1)) page
            """;

    private static List<Candidate> candidates(Connection connection, ContactKind kind, List<Wanted> wanted, int atMost)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PAGES)) {
            statement.setArray(1, connection.createArrayOf("uuid", map(wanted, Wanted::recordSetId)));
            statement.setArray(2, connection.createArrayOf("bigint", map(wanted, w -> ContactPage.key(w.digest()))));
            statement.setString(3, kind.name());
            statement.setInt(4, 1 + atMost / ContactPage.ENTRIES);
            statement.setString(5, kind.name());
            List<Candidate> candidates = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Wanted one = wanted.get(row.getInt(1) - 1);
                    for (long position : ContactPage.positions(row.getBytes(2), ContactPage.key(one.digest()))) {
                        candidates.add(new Candidate(one, position));
                    }
                }
            }
            return candidates;
        }
    }

    private static List<Found> find(Connection connection, ContactKind kind, List<Candidate> candidates, int atMost)
            throws SQLException {
        String sql =
                """
                SELECT s.incident_id, s.id, p.customer_ref
                FROM unnest(?::uuid[], ?::bigint[], ?::bytea[]) AS c (record_set_id, position, digest)
                JOIN affected_person p ON p.record_set_id = c.record_set_id AND p.position = c.position
                                      AND CASE ? WHEN 'EMAIL' THEN p.email_digest ELSE p.phone_digest END = c.digest
                JOIN record_set s ON s.id = p.record_set_id AND s.status = 'SEALED'
                ORDER BY s.id DESC, p.customer_ref LIMIT ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", map(candidates, c -> c.wanted()
                    .recordSetId())));
            statement.setArray(2, connection.createArrayOf("bigint", map(candidates, Candidate::position)));
            byte[][] digests = candidates.stream().map(c -> c.wanted().digest()).toArray(byte[][]::new);
            statement.setArray(3, connection.createArrayOf("bytea", digests));
            statement.setString(4, kind.name());
            statement.setInt(5, atMost);
            List<Found> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)));
                }
            }
            return found;
        }
    }

    private static <T> Object[] map(List<T> from, Function<T, Object> field) {
        return from.stream().map(field).toArray();
    }
}
