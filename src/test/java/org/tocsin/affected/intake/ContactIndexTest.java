package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.platform.Ids;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;

/** Who shares an address with whom, and the index by address, in a real PostgreSQL. */
class ContactIndexTest {

    private static final String PAGES =
            """
            SELECT concat_ws(' ', kind, first_key, first_position, encode(entries, 'hex')) FROM contact_page
            WHERE record_set_id = ? ORDER BY kind, first_key, first_position
            """;

    private static final String PLACES =
            """
            SELECT concat_ws(' ', kind, first_position, length(entries)) FROM contact_page
            WHERE record_set_id = ? ORDER BY kind, first_key, first_position
            """;

    private static final String ENTRIES =
            """
            SELECT c.kind || encode(substring(c.entries FROM 16 * n + 1 FOR 16), 'hex')
            FROM contact_page c CROSS JOIN LATERAL generate_series(0, length(c.entries) / 16 - 1) n
            WHERE c.record_set_id = ? ORDER BY 1
            """;

    private static final String DIGESTS =
            """
            SELECT d.kind || encode(substring(d.digest FROM 1 FOR 8) || int8send(p.position), 'hex')
            FROM affected_person p CROSS JOIN LATERAL (
                VALUES ('EMAIL', p.email_digest), ('PHONE', p.phone_digest)) d (kind, digest)
            WHERE p.record_set_id = ? AND d.digest IS NOT NULL ORDER BY 1
            """;

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final StoredUploads uploads =
            new StoredUploads(POSTGRES.database(), TestKeyRing.fresh(), Clock.systemUTC());
    private final UUID set = Ids.next();

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 100, 1})
    void howeverFewAreSortedAtOnceTheSamePeopleAreMarked(long atOnce) throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email,phone,country\n");
        for (int i = 1;
                i <= 1_000;
                i++) { // every tenth person's mailbox is the one's before, and some have no address at all
            int mailbox = i % 10 == 0 ? i - 1 : i;
            csv.append(i)
                    .append(i % 7 == 0 ? "," : ",p" + mailbox + "@example.org")
                    .append(",,US\n");
        }
        csv.append("1001,,(202) 555-0142,US\n1002,,+1 202 555 0142,\n1003,,1-202-555-0142,US\n");

        try (Connection connection = POSTGRES.database().getConnection()) {
            ReadUpload read = uploads.read(connection, set, Uploads.of(csv.toString()));

            assertThat(ContactIndex.write(connection, set, read.contacts(), atOnce))
                    .isEqualTo(expectedMailboxes().size() + 3);
        }
        assertThat(marked("EMAIL")).isEqualTo(expectedMailboxes());
        assertThat(marked("PHONE"))
                .containsExactly("1001 of 3 from 1001", "1002 of 3 from 1001", "1003 of 3 from 1001");
        assertThat(POSTGRES.texts(ENTRIES, set)).isEqualTo(POSTGRES.texts(DIGESTS, set));
    }

    @Test
    void whereOneMailboxIsOfTooManyTheDatabaseSortsAndComesToTheSame() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email,phone\n");
        for (int i = 1; i <= 600; i++) {
            csv.append(i).append(",none@example.org,").append(i % 5 == 0 ? "+12025550142\n" : "\n");
        }
        UUID other = uploads.sealed(csv.toString());

        try (Connection connection = POSTGRES.database().getConnection()) {
            ReadUpload read = uploads.read(connection, set, Uploads.of(csv.toString()));

            assertThat(ContactIndex.write(connection, set, read.contacts(), 1)).isEqualTo(600);
        }
        assertThat(POSTGRES.texts(PLACES, set))
                .isEqualTo(POSTGRES.texts(PLACES, other))
                .hasSizeGreaterThan(6);
        assertThat(marked("EMAIL")).hasSize(600).contains("1 of 600 from 1", "600 of 600 from 1");
        assertThat(marked("PHONE")).hasSize(120).contains("5 of 120 from 5", "600 of 120 from 5");
        assertThat(POSTGRES.texts(ENTRIES, set)).isEqualTo(POSTGRES.texts(DIGESTS, set));
    }

    @Test
    void aSetSealedByTheVersionBeforeGetsTheSamePages() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email,phone\n");
        for (int i = 1; i <= 500; i++) {
            csv.append(i).append(",p").append(i % 400).append("@example.org,+12025550142\n");
        }
        UUID sealed = uploads.sealed(csv.toString());
        List<String> written = POSTGRES.texts(PAGES, sealed);

        POSTGRES.execute(
                // As before there were triggers: nobody may take a sealed set's pages away.
                "SET LOCAL session_replication_role = replica", "DELETE FROM contact_page", pagesByMigration());

        assertThat(POSTGRES.texts(PAGES, sealed)).hasSizeGreaterThan(4).isEqualTo(written);
    }

    private static String pagesByMigration() throws IOException {
        try (InputStream migration =
                ContactIndexTest.class.getResourceAsStream("/db/migration/V34__intake_at_speed.sql")) {
            String sql = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
            int start = sql.indexOf("INSERT INTO contact_page");
            return sql.substring(start, sql.indexOf(';', start));
        }
    }

    @Test
    void spellingsOfOneMailboxAreOneAndTagsAndDotsAreNot() throws Exception {
        try (Connection connection = POSTGRES.database().getConnection()) {
            ReadUpload read = uploads.read(
                    connection,
                    set,
                    Uploads.of("customerRef,email\n1,ana@example.org\n2,ana@EXAMPLE.org\n3,a.na@example.org\n"
                            + "4,ana+x@example.org\n5,Ana@example.org\n6,z@b\u00fccher.example\n7,z@xn--bcher-kva.example\n"
                            + "8,jos\u00e9@example.org\n9,jose\u0301@example.org\n"));

            assertThat(ContactIndex.write(connection, set, read.contacts())).isEqualTo(6);
        }
        assertThat(marked("EMAIL"))
                .containsExactly(
                        "1 of 2 from 1",
                        "2 of 2 from 1",
                        "6 of 2 from 6",
                        "7 of 2 from 6",
                        "8 of 2 from 8",
                        "9 of 2 from 8");
    }

    private static List<String> expectedMailboxes() {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i <= 1_000; i += 10) {
            if (i % 7 != 0 && (i - 1) % 7 != 0) {
                expected.add((i - 1) + " of 2 from " + (i - 1));
                expected.add(i + " of 2 from " + (i - 1));
            }
        }
        return expected;
    }

    private List<String> marked(String kind) throws SQLException {
        String sql = "SELECT position || ' of ' || people || ' from ' || first_position FROM shared_contact"
                + " WHERE record_set_id = '" + set + "' AND kind = '" + kind + "' ORDER BY position";
        try (Connection connection = POSTGRES.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> marked = new ArrayList<>();
            while (rows.next()) {
                marked.add(rows.getString(1));
            }
            return marked;
        }
    }
}
