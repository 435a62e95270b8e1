package org.tocsin.delivery.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.AttemptEnd;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.Outcomes;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.evidence.EvidenceVerification;
import org.tocsin.evidence.Finding;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.evidence.Verification;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.testing.MigratedDatabase;
import org.tocsin.testing.TestKeys;

/** Attempts on three pages: what the evidence proves of them, and what must not look like tampering. */
class AttemptCorroborationTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final AttemptEnd ACCEPTED =
            new AttemptEnd(NOW, NOW, "ANSWERED", "ACCEPTED", null, "250", "2.0.0 \"ok\"\n", "main", "id-1", "hash");
    private static final KeyRing KEYS = new TestKeys("right");

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final EvidenceLog evidence = TestEvidence.log(KEYS, Clock.fixed(NOW, ZoneOffset.UTC));
    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final UUID worker = queue.worker();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final AttemptPage page = new AttemptPage();

    @BeforeEach
    void nineAttempts() throws SQLException {
        POSTGRES.execute(
                "TRUNCATE attempt, attempt_page, delivery, notice CASCADE",
                "ALTER TABLE evidence_entry DISABLE TRIGGER evidence_entry_append_only",
                "TRUNCATE evidence_entry",
                "UPDATE evidence_head SET seq = 0, hash = '', mac = NULL");
        queue.open().planAndRelease(9, "EMAIL");
        for (Claimed claimed : queue.claim(ChannelKind.EMAIL, 9)) {
            assertThat(queue.intend(claimed)).isTrue();
            outcomes.add(QueuedBatch.outcome(claimed, DeliveryState.ACCEPTED, ACCEPTED));
        }
    }

    @Test
    void attemptsAsTheyWereWrittenHold() throws SQLException {
        threePages();

        assertThat(verify()).satisfies(found -> {
            assertThat(found.intact()).isTrue();
            assertThat(found.entries()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE attempt SET result = 'REFUSED' WHERE %s",
                "UPDATE attempt SET started_at = started_at - interval '1 day' WHERE %s",
                "UPDATE attempt SET ended_at = ended_at + interval '1 microsecond' WHERE %s",
                "UPDATE attempt SET stage = 'CONNECT' WHERE %s",
                "UPDATE attempt SET class = 'ADDRESS_DEAD' WHERE %s",
                "UPDATE attempt SET code = '550' WHERE %s",
                "UPDATE attempt SET words = NULL WHERE %s",
                "UPDATE attempt SET provider = 'other' WHERE %s",
                "UPDATE attempt SET provider_id = 'other' WHERE %s",
                "UPDATE attempt SET content_hash = 'other' WHERE %s",
                "UPDATE attempt SET number = 2 WHERE %s",
                "UPDATE attempt SET page_id = NULL WHERE %s",
                "UPDATE attempt SET page_id = gen_random_uuid() WHERE %s",
                "DELETE FROM attempt WHERE %s",
                "INSERT INTO attempt SELECT delivery_id, 2, epoch, worker_id, started_at, ended_at, stage, result, class,"
                        + " code, words, provider, provider_id, content_hash, page_id FROM attempt WHERE %s",
            })
    void anAttemptThatIsTamperedWithIsMissedOnItsPage(String tampering) throws SQLException {
        threePages();

        POSTGRES.execute(tampering.formatted("delivery_id = '" + outcomes.get(4).deliveryId() + "'"));

        assertThat(verify().firstBad().seq()).isEqualTo(2);
        assertThat(verify().entries()).isEqualTo(3);
    }

    @Test
    void theEarliestPageIsNamedWhenSeveralDoNotHold() throws SQLException {
        threePages();

        POSTGRES.execute("DELETE FROM attempt");

        assertThat(verify().firstBad()).isEqualTo(new Finding(1, "stands for 3 attempts, and 0 are there"));
    }

    @Test
    void attemptsOfAnOpenPageAreNotProvedYet() throws SQLException {
        record(page, outcomes);

        assertThat(verify().intact()).isTrue();
        assertThat(verify().entries()).isZero();
    }

    @Test
    void manyAttemptsOfOneDeliveryStandInOneOrderForBothSides() throws SQLException {
        record(page, outcomes.subList(0, 1));
        POSTGRES.execute(
                "INSERT INTO attempt SELECT delivery_id, n, epoch, worker_id, started_at, ended_at, stage, result, class,"
                        + " code, 'Zeile ' || chr(128226) || chr(57345), provider, provider_id, content_hash, page_id"
                        + " FROM attempt, generate_series(2, 12) n WHERE page_id IS NOT NULL");
        page.add(POSTGRES.texts("SELECT " + AttemptPage.LINE + " FROM attempt WHERE page_id IS NOT NULL"));
        POSTGRES.run(connection -> page.close(connection, evidence));

        assertThat(verify().intact()).isTrue();
    }

    @Test
    void anOutcomeOfALostClaimIsOnNoPage() throws SQLException {
        POSTGRES.execute(
                "UPDATE delivery SET epoch = epoch + 1 WHERE id = '"
                        + outcomes.get(0).deliveryId() + "'",
                "DELETE FROM attempt WHERE delivery_id = '" + outcomes.get(0).deliveryId() + "'");

        record(page, outcomes);
        POSTGRES.run(connection -> page.close(connection, evidence));

        assertThat(page.size()).isEqualTo(8);
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void anOutcomeWrittenAgainStaysOnItsFirstPage() throws SQLException {
        POSTGRES.run(connection -> write(connection, page, outcomes.subList(0, 5)));
        AttemptPage next = new AttemptPage();
        record(next, outcomes);
        POSTGRES.run(connection -> next.closeOthers(connection, evidence, worker));
        POSTGRES.run(connection -> next.close(connection, evidence));

        assertThat(next.size()).isEqualTo(4);
        assertThat(verify().intact()).isTrue();
        assertThat(verify().entries()).isEqualTo(2);
    }

    @Test
    void aPageThatARescuerHasClosedTakesNoMore() throws SQLException {
        record(page, outcomes.subList(0, 5));
        POSTGRES.run(connection -> AttemptPage.closeLeft(connection, evidence, worker));

        Optional<List<String>> refused =
                POSTGRES.call(connection -> Outcomes.record(connection, worker, outcomes, page, NOW));
        POSTGRES.run(connection -> page.close(connection, evidence));

        assertThat(refused).isEmpty();
        assertThat(verify().entries()).isEqualTo(1);
        assertThat(verify().intact()).isTrue();
        AttemptPage next = new AttemptPage();
        record(next, outcomes);
        POSTGRES.run(connection -> next.close(connection, evidence));
        assertThat(next.size()).isEqualTo(outcomes.size() - 5);
        assertThat(verify().intact()).isTrue();
    }

    private void threePages() throws SQLException {
        for (int i = 0; i < 3; i++) {
            AttemptPage page = new AttemptPage();
            record(page, outcomes.subList(3 * i, 3 * i + 3));
            POSTGRES.run(connection -> page.close(connection, evidence));
        }
    }

    private void record(AttemptPage on, List<Outcome> ended) throws SQLException {
        on.add(POSTGRES.call(connection -> write(connection, on, ended)));
    }

    private List<String> write(Connection connection, AttemptPage on, List<Outcome> ended) throws SQLException {
        return Outcomes.record(connection, worker, ended, on, NOW).orElseThrow();
    }

    private static Verification verify() throws SQLException {
        return new EvidenceVerification(KEYS, List.of(new AttemptCorroboration())).verify(POSTGRES.database());
    }
}
