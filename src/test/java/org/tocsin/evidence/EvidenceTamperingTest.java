package org.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.TestKeys;

/** The owner of the tables turns the trigger off and tampers with rows; the verification finds it. */
class EvidenceTamperingTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private static final KeyRing KEYS = new TestKeys("right");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-20T09:00:00.123456Z"), ZoneOffset.UTC);

    @BeforeEach
    void fiveEntries() throws SQLException {
        tamper("TRUNCATE evidence_entry", "UPDATE evidence_head SET seq = 0, hash = '', mac = NULL");
        EvidenceLog log = TestEvidence.log(KEYS, CLOCK);
        for (int i = 1; i <= 5; i++) {
            Act act = new Act(
                    new UUID(7, i),
                    "author",
                    Action.INCIDENT_AMENDED,
                    "incident:" + i,
                    Map.of("changed", List.of("x", i)));
            Transactions.execute(POSTGRES.database(), connection -> log.append(connection, act));
        }
    }

    @Test
    void evidenceAsItWasWrittenHolds() throws SQLException {
        Verification verification = verify(KEYS);

        assertThat(verification.intact()).isTrue();
        assertThat(verification.entries()).isEqualTo(5);
        assertThat(verification.headHash()).matches("[0-9a-f]{64}");
        assertThat(verification.firstBad()).isNull();
    }

    @Test
    void noEvidenceYetHolds() throws SQLException {
        tamper("TRUNCATE evidence_entry", "UPDATE evidence_head SET seq = 0, hash = '', mac = NULL");

        assertThat(verify(KEYS)).isEqualTo(new Verification(true, 0, "", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at = at + interval '1 microsecond'",
                "incident_id = NULL",
                "actor = 'somebody'",
                "action = 'INCIDENT_OPENED'",
                "subject = subject || ' '",
                "detail = replace(detail, 'x', 'y')",
                "detail = detail || ' '",
                "previous_hash = sha256('x')",
                "hash = sha256('x')",
                "mac = sha256('x')",
            })
    void anEditedEntryIsNamed(String edit) throws SQLException {
        tamper("UPDATE evidence_entry SET " + edit + " WHERE seq = 3");

        assertBroken(3, 2);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 2", "5, 4"})
    void aDeletedEntryIsNamed(long seq, long whole) throws SQLException {
        tamper("DELETE FROM evidence_entry WHERE seq = " + seq);

        assertBroken(seq, whole);
    }

    @Test
    void swappedEntriesAreNamed() throws SQLException {
        tamper(
                "UPDATE evidence_entry SET seq = -2 WHERE seq = 2",
                "UPDATE evidence_entry SET seq = 2 WHERE seq = 4",
                "UPDATE evidence_entry SET seq = 4 WHERE seq = -2");

        assertBroken(2, 1);
    }

    @Test
    void aCutOffEndIsMissed() throws SQLException {
        tamper("DELETE FROM evidence_entry WHERE seq > 3");

        assertBroken(4, 3);
    }

    @Test
    void aCutOffEndIsMissedWhenTheHeadIsSetBackToo() throws SQLException {
        tamper(
                "DELETE FROM evidence_entry WHERE seq > 3",
                "UPDATE evidence_head SET seq = 3, hash = (SELECT hash FROM evidence_entry WHERE seq = 3)");

        assertBroken(3, 3);
    }

    @Test
    void aCutOffEndIsMissedWhenNothingIsLeftButAHead() throws SQLException {
        tamper("TRUNCATE evidence_entry");

        assertBroken(1, 0);
    }

    @Test
    void anEntryThatWasSlippedInIsNamed() throws SQLException {
        tamper("INSERT INTO evidence_entry SELECT 6, at, incident_id, actor, action, subject, detail, hash, hash, mac"
                + " FROM evidence_entry WHERE seq = 5");
        assertBroken(6, 5);

        tamper("UPDATE evidence_entry SET seq = 0 WHERE seq = 6");
        assertBroken(0, 0);
    }

    @Test
    void anotherKeyTellsNothingWhole() throws SQLException {
        Verification verification = verify(new TestKeys("wrong"));

        assertThat(verification.firstBad().seq()).isEqualTo(1);
        assertThat(verification.firstBad().reason()).contains("key");
    }

    @Test
    void whatAnEntryStandsForIsAskedOnceTheChainIsWhole() throws SQLException {
        Finding finding = new Finding(4, "stands for something else");
        EvidenceVerification verification = new EvidenceVerification(
                KEYS, List.of(connection -> Optional.empty(), connection -> Optional.of(finding)));

        Verification found = verification.verify(POSTGRES.database());

        assertThat(found.intact()).isFalse();
        assertThat(found.entries()).isEqualTo(5);
        assertThat(found.firstBad()).isEqualTo(finding);
        tamper("DELETE FROM evidence_entry WHERE seq = 2");
        assertThat(verification.verify(POSTGRES.database()).firstBad().seq()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE evidence_entry SET actor = 'x'",
                "UPDATE evidence_entry SET actor = 'x' WHERE false",
                "DELETE FROM evidence_entry",
                "TRUNCATE evidence_entry",
            })
    void evenTheOwnerIsHeldBackByTheTrigger(String sql) {
        assertThatThrownBy(() -> POSTGRES.execute(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("append-only");
    }

    private static void assertBroken(long seq, long whole) throws SQLException {
        Verification verification = verify(KEYS);

        assertThat(verification.intact()).isFalse();
        assertThat(verification.firstBad().seq()).isEqualTo(seq);
        assertThat(verification.firstBad().reason()).isNotBlank();
        assertThat(verification.entries()).isEqualTo(whole);
    }

    private static Verification verify(KeyRing keys) throws SQLException {
        return new EvidenceVerification(keys, List.of()).verify(POSTGRES.database());
    }

    private static void tamper(String... statements) throws SQLException {
        POSTGRES.execute("ALTER TABLE evidence_entry DISABLE TRIGGER evidence_entry_append_only");
        POSTGRES.execute(statements);
        POSTGRES.execute("ALTER TABLE evidence_entry ENABLE TRIGGER evidence_entry_append_only");
    }
}
