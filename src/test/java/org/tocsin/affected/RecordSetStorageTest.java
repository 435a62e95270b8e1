package org.tocsin.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.affected.intake.StoredUploads;
import org.tocsin.contact.ContactDigests;
import org.tocsin.contact.EmailAddress;
import org.tocsin.contact.PhoneNumber;
import org.tocsin.platform.Digests;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.SettableClock;

/** Sealed people in a real PostgreSQL: they open, stay as they are, and tell when somebody changed them. */
class RecordSetStorageTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final String CSV =
            """
            customerRef,name,email,phone,locale,country,dataTypes,dateOfBirth,tariff
            1,Ana Example,canary-ana@example.org,+12025550142,en-US,US,NAME;SSN,1990-01-02,gold
            2,Bo Example,bo@example.net,,sv,SE,NAME,,
            1,Again Example,again@example.org,,,,,,
            3,Cy Example,,,,,,,silver
            """;

    private final SettableClock clock = new SettableClock();
    private final KeyRing keys = TestKeyRing.fresh();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final People people = new People(POSTGRES.database(), new DataKeys(keys, clock), metrics);
    private final StoredUploads uploads = new StoredUploads(POSTGRES.database(), keys, clock);

    @Test
    void peopleOpenAsTheyWereRead() throws Exception {
        UUID set = uploads.sealed(CSV);

        Map<Long, Person> opened = open(set, 1L, 2L, 3L, 4L, 99L);

        assertThat(opened).containsOnlyKeys(1L, 2L, 4L);
        Person ana = opened.get(1L);
        assertThat(ana.email()).isEqualTo("canary-ana@example.org");
        assertThat(ana.phone()).isEqualTo("+12025550142");
        assertThat(ana.dataTypes()).hasSize(2);
        assertThat(ana.dateOfBirth()).isEqualTo("1990-01-02");
        assertThat(ana.attributes()).isEqualTo(Map.of("tariff", "gold"));
        assertThat(opened.get(2L).attributes()).isEmpty();
        assertThat(people.find(set, "3")).contains(opened.get(4L));
        assertThat(people.find(set, "4")).isEmpty();
        assertThat(unreadable()).isZero();
    }

    @Test
    void noContactIsInTheDatabaseInPlain() throws Exception {
        uploads.sealed(CSV);

        for (String table : List.of("affected_person", "record_set", "record_finding")) {
            String all = POSTGRES.text("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t");
            assertThat(all).doesNotContain("canary", "Example", "2025550142");
            assertThat(all).doesNotContain(hex("canary"), hex("Example"), hex("2025550142"));
        }
    }

    @Test
    void aSetThatIsNotSealedOpensForNobody() throws Exception {
        UUID set = uploads.sealed(CSV);
        purge(set);

        assertThat(open(set, 1L)).isEmpty();
        assertThat(people.find(set, "1")).isEmpty();
    }

    @Test
    void anOpenedKeyIsForgottenAfterAMinute() throws Exception {
        UUID set = uploads.sealed(CSV);
        assertThat(open(set, 1L)).hasSize(1);
        purge(set);

        clock.advance(Duration.ofSeconds(59));
        assertThat(open(set, 1L)).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(open(set, 1L)).isEmpty();
    }

    @Test
    void aPersonIsFoundByAnAddressThroughAnIndexUntilTheSetIsPurged() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email,phone\n");
        for (int i = 1; i <= 20_000; i++) {
            csv.append("C-%d,p%d@example.org,+1202555%04d\n".formatted(i, i, i % 10_000));
        }
        UUID set = uploads.sealed(csv.toString());
        UUID other = uploads.sealed("customerRef,email\nother,p777@example.org\n");
        POSTGRES.execute("ANALYZE affected_person", "ANALYZE contact_page");
        PeopleByContact byContact =
                new PeopleByContact(POSTGRES.database(), new DataKeys(keys, clock), new ContactDigests(keys));
        EmailAddress mailbox = EmailAddress.parse("p777@EXAMPLE.org").value();
        PhoneNumber phone = PhoneNumber.parse("+12025550142", null).value();

        assertThat(byContact.having(mailbox, 10))
                .extracting(PeopleByContact.Found::recordSetId, PeopleByContact.Found::customerRef)
                .containsExactly(tuple(other, "other"), tuple(set, "C-777"));
        assertThat(byContact.having(phone, 10))
                .extracting(PeopleByContact.Found::customerRef)
                .containsExactly("C-10142", "C-142");
        assertThat(byContact.having(phone, 1)).hasSize(1);
        assertThat(byContact.having(EmailAddress.parse("P777@example.org").value(), 10))
                .as("nobody knows whether a host takes both for one mailbox")
                .isEmpty();
        assertThat(planOfPages()).contains("contact_page_pkey").doesNotContain("Seq Scan");

        purge(set);
        assertThat(byContact.having(phone, 10)).isEmpty();
    }

    @Test
    void onceTheKeyIsGoneTheKeyFileAloneMakesNoDigestOfTheSet() throws Exception {
        UUID set = uploads.sealed(CSV);
        ContactDigests digests = new ContactDigests(keys);
        EmailAddress mailbox = EmailAddress.parse("canary-ana@example.org").value();

        String stored = POSTGRES.text(
                "SELECT encode(email_digest, 'hex') FROM affected_person WHERE position = 1 AND record_set_id = '" + set
                        + "'");

        assertThat(stored)
                .hasSize(64)
                .isNotEqualTo(Digests.hex(digests.of(ContactDigests.formerSecret(set), mailbox)))
                .isNotEqualTo(Digests.hex(digests.of(new byte[0], mailbox)));
    }

    @Test
    void everyoneWhoSharesANumberIsFoundHoweverManyPagesTheyFill() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email,phone\n");
        for (int i = 1; i <= 500; i++) {
            csv.append("C-%d,p%d@example.org,%s\n".formatted(i, i, i % 2 == 0 ? "+12025550177" : "+12025550178"));
        }
        uploads.sealed(csv.toString());
        PeopleByContact byContact =
                new PeopleByContact(POSTGRES.database(), new DataKeys(keys, clock), new ContactDigests(keys));

        for (String number : List.of("+12025550177", "+12025550178")) {
            assertThat(byContact.having(PhoneNumber.parse(number, null).value(), 1_000))
                    .extracting(PeopleByContact.Found::customerRef)
                    .hasSize(250)
                    .doesNotHaveDuplicates();
        }
        assertThat(byContact.having(PhoneNumber.parse("+12025550179", null).value(), 10))
                .isEmpty();
        assertThat(byContact.having(PhoneNumber.parse("+12025550177", null).value(), 240))
                .hasSize(240);
    }

    @Test
    void theSealIsThatOfWhatIsStored() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,name,email,phone,country\n");
        for (int i = 1; i <= 21_000; i++) {
            csv.append(i % 50 == 0 ? i - 1 : i) // some twice
                    .append(i % 3 == 0 ? ",Jos\u00e9," : ",,")
                    .append(i % 7 == 0 ? "" : "p" + i + "@example.org")
                    .append(",,US\n");
        }
        UUID set = uploads.sealed(csv.toString());

        assertThat(POSTGRES.text("SELECT seal_digest FROM record_set WHERE id = ?", set))
                .isEqualTo(sealDigest(set));
    }

    private static String planOfPages() throws SQLException {
        try (Connection connection = POSTGRES.database().getConnection();
                PreparedStatement statement = connection.prepareStatement("EXPLAIN " + PeopleByContact.PAGES)) {
            statement.setArray(1, connection.createArrayOf("uuid", new Object[] {new UUID(1, 1), new UUID(1, 2)}));
            statement.setArray(2, connection.createArrayOf("bigint", new Object[] {1L, 2L}));
            statement.setString(3, "EMAIL");
            statement.setInt(4, 10);
            statement.setString(5, "EMAIL");
            StringBuilder plan = new StringBuilder();
            try (ResultSet line = statement.executeQuery()) {
                while (line.next()) {
                    plan.append(line.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    @Test
    void whatWasWrappedByAnotherKeyOpensNobody() throws Exception {
        UUID set = uploads.sealed(CSV);
        People others = new People(POSTGRES.database(), new DataKeys(TestKeyRing.fresh(), clock), metrics);

        assertThat(others.find(set, "1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envelope = set_byte(envelope, 20, get_byte(envelope, 20) # 1)",
                "customer_ref = 'other'",
                "position = 50",
                "envelope = (SELECT envelope FROM affected_person o WHERE o.record_set_id = p.record_set_id AND position = 2)",
            })
    void aChangedRowDoesNotOpenAndBreaksTheSeal(String change) throws Exception {
        UUID set = uploads.sealed(CSV);
        String sealed = sealDigest(set);
        tamper("UPDATE affected_person p SET " + change + " WHERE record_set_id = '" + set + "' AND position = 1");

        assertThat(open(set, 1L, 2L, 50L)).containsOnlyKeys(2L);
        assertThat(sealDigest(set)).isNotEqualTo(sealed);
        assertThat(unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE affected_person SET locale = 'de' WHERE record_set_id = '%s' AND position = 2",
                "UPDATE affected_person SET email_digest = NULL WHERE record_set_id = '%s' AND position = 1",
                "UPDATE affected_person SET locale = country, country = locale WHERE record_set_id = '%s' AND position = 1",
                "DELETE FROM affected_person WHERE record_set_id = '%s' AND position = 4",
                "INSERT INTO affected_person (record_set_id, position, customer_ref, envelope) VALUES ('%s', 9, 'x', '')",
            })
    void anyOtherChangeBreaksTheSealToo(String change) throws Exception {
        UUID set = uploads.sealed(CSV);
        String sealed = sealDigest(set);
        assertThat(sealDigest(set)).isEqualTo(sealed);
        tamper(change.formatted(set));

        assertThat(sealDigest(set)).isNotEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE affected_person SET locale = 'de' WHERE record_set_id = '%s'",
                "DELETE FROM affected_person WHERE record_set_id = '%s'",
                "INSERT INTO affected_person (record_set_id, position, customer_ref, envelope) VALUES ('%s', 9, 'x', '')",
                "UPDATE contact_page SET first_key = first_key + 1 WHERE record_set_id = '%s'",
                "DELETE FROM contact_page WHERE record_set_id = '%s'",
                "INSERT INTO contact_page VALUES ('%s', 'EMAIL', 1, 1, '')",
                "UPDATE shared_contact SET people = 1 WHERE record_set_id = '%s'",
                "DELETE FROM shared_contact WHERE record_set_id = '%s'",
                "INSERT INTO shared_contact VALUES ('%s', 9, 'EMAIL', 9, 2)",
                "UPDATE record_set SET accepted = 7 WHERE id = '%s'",
                "UPDATE record_set SET status = 'RECEIVING' WHERE id = '%s'",
                "UPDATE record_set SET digest = 'x' WHERE id = '%s'",
                "UPDATE record_set SET wrapped_data_key = '' WHERE id = '%s'",
                "UPDATE record_set SET wrapped_data_key = 'x', accepted = 7 WHERE id = '%s'",
                "UPDATE record_set SET status = 'PURGED' WHERE id = '%s'",
                "UPDATE record_set SET status = 'PURGED', wrapped_data_key = '', accepted = 7 WHERE id = '%s'",
            })
    void theDatabaseItselfRefusesToChangeASealedSet(String change) throws Exception {
        UUID set = uploads.sealed(CSV + "5,Di Example,bo@example.net,,sv,SE,NAME,,\n");

        assertThatThrownBy(() -> POSTGRES.execute(change.formatted(set))).isInstanceOf(SQLException.class);
    }

    @Test
    void whatIsPurgedMayBeTakenOutOfTheDatabase() throws Exception {
        UUID set = uploads.sealed(CSV + "5,Di Example,bo@example.net,,sv,SE,NAME,,\n");
        purge(set);

        for (String table : List.of("contact_page", "shared_contact", "affected_person")) {
            POSTGRES.execute("DELETE FROM " + table + " WHERE record_set_id = '" + set + "'");
            assertThat(POSTGRES.count("SELECT count(*) FROM " + table + " WHERE record_set_id = ?", set))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void theSealSpansManyChunks() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef\n");
        for (int i = 1; i <= 25_000; i++) {
            csv.append(i).append('\n');
        }
        UUID set = uploads.sealed(csv.toString());
        String sealed = sealDigest(set);
        tamper("UPDATE affected_person SET region = 'XX' WHERE record_set_id = '" + set + "' AND position = 20001");

        assertThat(sealDigest(set)).isNotEqualTo(sealed);
    }

    private double unreadable() {
        return metrics.get("tocsin.people.unreadable").counter().count();
    }

    private Map<Long, Person> open(UUID set, Long... positions) throws SQLException {
        try (Connection connection = POSTGRES.database().getConnection()) {
            return people.open(connection, set, List.of(positions));
        }
    }

    private static String sealDigest(UUID set) throws SQLException {
        try (Connection connection = POSTGRES.database().getConnection()) {
            return SealDigest.compute(connection, set).digest();
        }
    }

    private static void purge(UUID set) throws SQLException {
        POSTGRES.execute("UPDATE record_set SET status = 'PURGED', wrapped_data_key = '' WHERE id = '" + set + "'");
    }

    /** What somebody with all rights on the database can do. */
    private static void tamper(String sql) throws SQLException {
        POSTGRES.execute("SET session_replication_role = replica; " + sql);
    }

    private static String hex(String text) {
        return Digests.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
