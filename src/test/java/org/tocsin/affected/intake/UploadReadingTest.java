package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.platform.Ids;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;

/** From an upload to rows in a real PostgreSQL. */
class UploadReadingTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final KeyRing keys = TestKeyRing.fresh();
    private final StoredUploads uploads = new StoredUploads(POSTGRES.database(), keys, Clock.systemUTC());
    private final UUID set = Ids.next();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = POSTGRES.database().getConnection();
    }

    @AfterEach
    void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE affected_person, record_finding");
        }
        connection.close();
    }

    @Test
    void theFirstLineOfAReferenceWinsWithinAndAcrossChunks() throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,locale\nfirst,aa\nfirst,sq\n");
        for (int i = 0; i < 12_000; i++) {
            csv.append(i).append(",en\n");
        }
        csv.append("first,de\n7,de\n");

        uploads.read(connection, set, Uploads.of(csv.toString()));

        assertThat(POSTGRES.text("SELECT locale FROM affected_person WHERE customer_ref = 'first'"))
                .isEqualTo("aa");
        assertThat(POSTGRES.text("SELECT locale FROM affected_person WHERE customer_ref = '7'"))
                .isEqualTo("en");
        assertThat(figures()).isEqualTo("12001 0 0 3");
        assertThat(POSTGRES.text("SELECT count(*) FROM affected_person")).isEqualTo("12001");
        assertThat(POSTGRES.text("SELECT string_agg(position || ' ' || line || ' ' || field, ', ' ORDER BY position)"
                        + " FROM record_finding WHERE kind = 'DUPLICATE'"))
                .isEqualTo("2 3 customerRef, 12003 12004 customerRef, 12004 12005 customerRef");
    }

    @Test
    void everyRecordIsCountedOnce() throws Exception {
        uploads.read(
                connection,
                set,
                Uploads.of("customerRef,email,phone\n1,x,y\n,a@example.org,\n2\n3,,\n3,x,\n4,b@example.org,\n"));

        assertThat(figures()).isEqualTo("3 2 3 1");
        assertThat(POSTGRES.text("SELECT string_agg(position || kind || field, ' ' ORDER BY position, kind, field)"
                        + " FROM record_finding"))
                .isEqualTo("1WARNINGemail 1WARNINGphone 2REJECTcustomerRef 3REJECTrecord"
                        + " 5DUPLICATEcustomerRef 5WARNINGemail");
        assertThat(POSTGRES.text("SELECT count(email_digest) || ' ' || count(phone_digest) FROM affected_person"))
                .isEqualTo("1 0");
    }

    @Test
    void theDigestIsOverWhoIsInTheSetAndNothingElse() throws Exception {
        String once = digest("customerRef,name\n1,Ana\n1,Bo\n2,Cy\n");

        assertThat(digest("customerRef,name\n1,Ana\n1,Di\n2,Cy\n")).isEqualTo(once);
        assertThat(digest("name,customerRef\r\nAna,1\r\nBo,1\r\n\"Cy\",2\r\n")).isEqualTo(once);
        assertThat(digest("customerRef,name\n1,Bo\n1,Ana\n2,Cy\n")).isNotEqualTo(once);
        assertThat(digest("customerRef,name\n1,Ana\n2,Cy\n")).isNotEqualTo(once);
    }

    @Test
    void figuresGrowWhileAnUploadIsRead() throws Exception {
        String[] seen = new String[1];
        InputStream lookHere = new InputStream() {

            @Override
            public int read() {
                seen[0] = seen[0] == null ? figures() : seen[0];
                return -1;
            }
        };

        uploads.read(connection, set, Uploads.of(Uploads.of("customerRef\n"), Uploads.numbered(60_000), lookHere));

        assertThat(Integer.parseInt(seen[0].split(" ")[0])).isBetween(1, 59_999);
        assertThat(figures()).isEqualTo("60000 0 0 0");
    }

    @Test
    void anUploadThatBreaksOffLeavesTheConnectionFree() throws SQLException {
        InputStream broken = new InputStream() {

            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> uploads.read(
                        connection, set, Uploads.of(Uploads.of("customerRef\n"), Uploads.numbered(20_000), broken)))
                .isInstanceOf(IOException.class);
        assertThat(POSTGRES.text("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anUploadWithoutAUsableRecordIsRefused() {
        assertThatThrownBy(() -> uploads.read(connection, set, Uploads.of("customerRef,name\n,Ana\n,Bo\n")))
                .isInstanceOfSatisfying(UploadRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(422));
        assertThat(figures()).isEqualTo("0 2 0 0");
    }

    private String digest(String csv) throws Exception {
        try (Connection own = POSTGRES.database().getConnection()) {
            return uploads.read(own, Ids.next(), Uploads.of(csv)).digest().finish(keys, set);
        }
    }

    private String figures() {
        try {
            return POSTGRES.text(
                    "SELECT concat_ws(' ', accepted, rejected, warnings, duplicates) FROM record_set WHERE id = ?",
                    set);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
