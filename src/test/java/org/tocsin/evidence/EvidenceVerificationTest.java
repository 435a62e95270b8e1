package org.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.testing.SettableClock;
import org.tocsin.testing.TestKeys;
import org.tocsin.testing.TwoRoleDatabase;

class EvidenceVerificationTest {

    private static final String FORGET_EVERYTHING =
            "TRUNCATE evidence_entry; UPDATE evidence_head SET seq = 0, hash = '\\x', mac = NULL";

    private final KeyRing keys = new TestKeys("right");
    private final Clock clock = new SettableClock();

    private Connection owner;

    @BeforeEach
    void writeFiveEntries() throws SQLException {
        owner = TwoRoleDatabase.connectAsOwner();
        asOwnerWithoutTriggers(FORGET_EVERYTHING);
        for (int i = 1; i <= 5; i++) {
            append(keys, i);
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        owner.close();
    }

    @Test
    void findsAnUntouchedChainIntact() throws SQLException {
        Verdict verdict = verify();

        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.entries()).isEqualTo(5);
        assertThat(verdict.headHash()).hasSize(64);
        assertThat(verdict.firstBad()).isNull();
    }

    @Test
    void findsAnEmptyChainIntact() throws SQLException {
        asOwnerWithoutTriggers(FORGET_EVERYTHING);

        assertThat(verify()).isEqualTo(new Verdict(true, 0, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor = 'mallory'",
                "action = 'BATCH_REJECTED'",
                "subject = 'incident:2'",
                "detail = '{\"number\":33}'",
                "at = at + interval '1 microsecond'",
                "incident_id = '00000000-0000-7000-8000-000000000001'",
                "hash = '\\x00'",
                "previous_hash = '\\x00'",
                "mac = '\\x00'"
            })
    void namesAnEditedEntry(String edit) throws SQLException {
        asOwnerWithoutTriggers("UPDATE evidence_entry SET " + edit + " WHERE seq = 3");

        assertFirstBad(3);
    }

    @Test
    void namesAnEntryThatWasEditedAndHashedAnew() throws SQLException {
        asOwnerWithoutTriggers("DELETE FROM evidence_entry WHERE seq > 2;"
                + " UPDATE evidence_head SET seq = 2, hash = (SELECT hash FROM evidence_entry WHERE seq = 2)");
        append(new TestKeys("wrong"), 33);

        assertFirstBad(3);
    }

    @Test
    void namesADeletedEntry() throws SQLException {
        asOwnerWithoutTriggers("DELETE FROM evidence_entry WHERE seq = 3");

        assertFirstBad(3);
    }

    @Test
    void namesTheFirstOfTwoSwappedEntries() throws SQLException {
        asOwnerWithoutTriggers("UPDATE evidence_entry SET seq = -seq WHERE seq IN (2, 4);"
                + " UPDATE evidence_entry SET seq = CASE seq WHEN -2 THEN 4 ELSE 2 END WHERE seq < 0");

        assertFirstBad(2);
    }

    @Test
    void namesTheFirstEntryThatWasCutOff() throws SQLException {
        asOwnerWithoutTriggers("DELETE FROM evidence_entry WHERE seq > 3");

        assertFirstBad(4);
    }

    @Test
    void noticesThatTheHeadWasMovedBackToo() throws SQLException {
        asOwnerWithoutTriggers("DELETE FROM evidence_entry WHERE seq > 3;"
                + " UPDATE evidence_head SET seq = 3, hash = (SELECT hash FROM evidence_entry WHERE seq = 3)");

        assertFirstBad(3);
    }

    @Test
    void noticesEntriesBehindTheHead() throws SQLException {
        asOwnerWithoutTriggers(
                "INSERT INTO evidence_entry SELECT 6, at, incident_id, actor, action, subject, detail, hash,"
                        + " hash, mac FROM evidence_entry WHERE seq = 5");

        assertFirstBad(6);
    }

    @Test
    void noticesAChainCutOffWhole() throws SQLException {
        asOwnerWithoutTriggers("TRUNCATE evidence_entry");

        assertFirstBad(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE evidence_entry SET actor = 'mallory'",
                "DELETE FROM evidence_entry",
                "TRUNCATE evidence_entry",
                "UPDATE evidence_entry SET actor = actor WHERE seq = 99"
            })
    void letsNobodyChangeWhatStands(String statement) throws SQLException {
        try (Connection service = TwoRoleDatabase.service().getConnection()) {
            assertThatThrownBy(() -> execute(service, statement)).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> execute(owner, statement)).hasMessageContaining("append-only");
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void letsTheServiceNeitherAddNorDropTheHead() throws SQLException {
        try (Connection service = TwoRoleDatabase.service().getConnection()) {
            assertThatThrownBy(() -> execute(service, "DELETE FROM evidence_head"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(service, "DROP TRIGGER evidence_entry_append_only ON evidence_entry"))
                    .hasMessageContaining("must be owner");
        }
    }

    private void assertFirstBad(long seq) throws SQLException {
        Verdict verdict = verify();
        assertThat(verdict.intact()).isFalse();
        assertThat(verdict.firstBad().seq()).isEqualTo(seq);
        assertThat(verdict.firstBad().reason()).isNotBlank();
        assertThat(verdict.entries()).isLessThanOrEqualTo(seq);
    }

    private void append(KeyRing ring, int number) throws SQLException {
        try (Connection service = TwoRoleDatabase.service().getConnection()) {
            service.setAutoCommit(false);
            EvidenceLog log = new EvidenceLog(null, ring, clock);
            log.append(
                    service,
                    new Act(null, "author", Action.BATCH_APPROVED, "batch:" + number, Map.of("number", number)));
            service.commit();
        }
    }

    private Verdict verify() throws SQLException {
        return new EvidenceVerification(TwoRoleDatabase.service(), keys).run();
    }

    private void asOwnerWithoutTriggers(String statements) throws SQLException {
        execute(owner, "ALTER TABLE evidence_entry DISABLE TRIGGER USER");
        execute(owner, statements);
        execute(owner, "ALTER TABLE evidence_entry ENABLE TRIGGER USER");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
