package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.page.AttemptCorroboration;
import org.tocsin.delivery.page.AttemptPage;
import org.tocsin.delivery.page.AttemptsDigest;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.delivery.replica.Rescue;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.evidence.EvidenceVerification;
import org.tocsin.evidence.TestEvidence;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.TestKeys;

/**
 * A queue that the version before left half sent, with its rows written as that version wrote them at schema version 10: after the
 * migrations every delivery goes on from where it stood, none twice and none lost, and the evidence still holds.
 */
class HalfSentUpgradeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final UUID BATCH = new UUID(1, 1);
    private static final UUID PAUSED_BATCH = new UUID(1, 5);
    private static final UUID OLD_REPLICA = new UUID(1, 2);
    private static final UUID NEW_REPLICA = new UUID(1, 3);
    private static final UUID OLD_PAGE = new UUID(1, 4);
    private static final TestKeys KEYS = new TestKeys("right");
    private static final EvidenceLog EVIDENCE = TestEvidence.log(KEYS, Clock.fixed(NOW, ZoneOffset.UTC));

    private static final int PEOPLE = 60;
    private static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    /** One person, who two days ago had six hours left. */
    private static final List<String> AS_VERSION_10_PAUSED_IT = List.of(
            "INSERT INTO gate VALUES ('" + PAUSED_BATCH
                    + "', false, 'PAUSED', 'officer', '2026-02-27T12:00:00.123456Z')",
            """
            INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, outcome, updated_at)
            VALUES (uuid_v7(), '%1$s', '%1$s', '%1$s', 1, 'C-1', 'OUTSTANDING', '2026-02-24T18:00:00Z')
            """
                    .formatted(PAUSED_BATCH),
            """
            INSERT INTO delivery (id, notice_id, batch_id, channel, rank, variant_id, state, due_at, give_up_at, updated_at)
            SELECT uuid_v7(), id, batch_id, 'EMAIL', 1, id, 'DUE', timestamptz '2026-02-27T12:00:00Z',
                   timestamptz '2026-02-27T18:00:00.123456Z', timestamptz '2026-02-24T18:00:00Z'
            FROM notice WHERE batch_id = '%s'
            """
                    .formatted(PAUSED_BATCH));

    /** People 1-20 are told, 21-30 in the old replica's hands with an intent, 31-40 without, 41-60 wait. */
    private static final List<String> AS_VERSION_10_LEFT_IT = List.of(
            "INSERT INTO gate VALUES ('" + BATCH + "', true, NULL, 'system', now())",
            "INSERT INTO replica VALUES ('" + OLD_REPLICA + "', now() - interval '1 day', now() - interval '1 day')",
            "INSERT INTO attempt_page VALUES ('" + OLD_PAGE + "', '" + OLD_REPLICA + "', NULL)",
            """
            INSERT INTO notice (id, batch_id, incident_id, record_set_id, position, customer_ref, outcome, updated_at)
            SELECT uuid_v7(), '%s', '%s', '%s', p, 'C-' || p, CASE WHEN p <= 20 THEN 'REACHED' ELSE 'OUTSTANDING' END,
                   '2026-03-01T11:00:00Z'
            FROM generate_series(1, 60) p
            """
                    .formatted(BATCH, BATCH, BATCH),
            """
            INSERT INTO delivery (id, notice_id, batch_id, channel, rank, variant_id, state, due_at, give_up_at, epoch, worker_id,
                                  attempts, updated_at)
            SELECT uuid_v7(), n.id, n.batch_id, 'EMAIL', 1, n.id,
                   CASE WHEN position <= 20 THEN 'ACCEPTED' WHEN position <= 40 THEN 'SENDING' ELSE 'DUE' END,
                   CASE WHEN position > 40 THEN timestamptz '2026-03-01T11:00:00Z' END, '2026-03-04T11:00:00Z',
                   (position <= 40)::int, CASE WHEN position BETWEEN 21 AND 40 THEN uuid '%s' END, (position <= 20)::int,
                   '2026-03-01T11:00:00Z'
            FROM notice n ORDER BY position
            """
                    .formatted(OLD_REPLICA),
            """
            INSERT INTO delivery (id, notice_id, batch_id, channel, rank, variant_id, state, give_up_at, updated_at)
            SELECT uuid_v7(), n.id, n.batch_id, 'SMS', 2, n.id, CASE WHEN position <= 20 THEN 'NOT_NEEDED' ELSE 'PLANNED' END,
                   '2026-03-04T11:00:00Z', '2026-03-01T11:00:00Z'
            FROM notice n ORDER BY position
            """,
            """
            INSERT INTO attempt (delivery_id, number, epoch, worker_id, started_at, ended_at, stage, result, code, words, provider,
                                 content_hash, page_id)
            SELECT d.id, 1, 1, '%s', '2026-03-01T11:00:00.5Z', CASE WHEN position <= 20 THEN timestamptz '2026-03-01T11:00:01Z' END,
                   CASE WHEN position <= 20 THEN 'ANSWERED' END, CASE WHEN position <= 20 THEN 'ACCEPTED' END,
                   CASE WHEN position <= 20 THEN '250 2.0.0' END, CASE WHEN position <= 20 THEN E'Ok: "queued"\\tünder' END,
                   CASE WHEN position <= 20 THEN 'main' END, repeat('ab', 32), CASE WHEN position <= 20 THEN uuid '%s' END
            FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.channel = 'EMAIL' AND position <= 30
            """
                    .formatted(OLD_REPLICA, OLD_PAGE));

    /** How version 10 spelled an attempt for the digest of its page. */
    private static final String OLD_LINE =
            """
            SELECT jsonb_build_array(delivery_id, number, epoch, worker_id, extract(epoch FROM started_at),
                                     extract(epoch FROM ended_at), stage, result, class, code, words, provider, provider_id,
                                     content_hash)::text
            FROM attempt WHERE page_id IS NOT NULL ORDER BY delivery_id, number
            """;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void upgradeAHalfSentQueue() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        migrate("10");
        run(connection -> {
            for (String sql : AS_VERSION_10_LEFT_IT) {
                execute(connection, sql);
            }
            for (String sql : AS_VERSION_10_PAUSED_IT) {
                execute(connection, sql);
            }
            AttemptsDigest digest = new AttemptsDigest();
            strings(connection, OLD_LINE).forEach(digest::add);
            long seq = EVIDENCE.append(
                    connection,
                    new Act(
                            null,
                            Act.SYSTEM,
                            Action.ATTEMPTS_DIGESTED,
                            AttemptPage.SUBJECT + OLD_PAGE,
                            Map.of("attempts", digest.attempts(), "digest", digest.hex())));
            execute(connection, "UPDATE attempt_page SET evidence_seq = " + seq);
        });
        migrate("latest");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void everyDeliveryGoesOnFromWhereItStood() throws SQLException {
        run(connection -> Replicas.beat(connection, NEW_REPLICA, LEASE));
        Set<UUID> told = ids("SELECT id FROM delivery WHERE state = 'ACCEPTED'");
        Set<UUID> mayHaveLeft =
                ids("SELECT d.id FROM delivery d JOIN attempt a ON a.delivery_id = d.id WHERE a.ended_at IS NULL");

        run(connection -> Rescue.from(connection, OLD_REPLICA, LEASE.length(), NOW));
        assertThat(ids("SELECT id FROM delivery WHERE state = 'UNKNOWN'"))
                .isEqualTo(mayHaveLeft)
                .hasSize(10);

        List<Claimed> claimed = Transactions.run(
                postgres.getPostgresDatabase(),
                connection -> Claims.take(connection, NEW_REPLICA, BATCH, ChannelKind.EMAIL, 1_000, NOW));
        Set<UUID> sentNow = claimed.stream().map(Claimed::deliveryId).collect(Collectors.toSet());
        assertThat(claimed).hasSize(30);
        assertThat(sentNow).doesNotContainAnyElementsOf(told).doesNotContainAnyElementsOf(mayHaveLeft);

        Transactions.execute(postgres.getPostgresDatabase(), connection -> {
            assertThat(Intents.begin(connection, NEW_REPLICA, intents(claimed), NOW))
                    .isEqualTo(sentNow);
            AttemptPage page = new AttemptPage();
            page.add(Outcomes.record(connection, NEW_REPLICA, accepted(claimed), page, NOW)
                    .orElseThrow());
            page.close(connection, EVIDENCE);
        });

        Tally tally = Transactions.run(postgres.getPostgresDatabase(), connection -> Tally.read(connection, BATCH));
        assertThat(tally)
                .isEqualTo(Transactions.run(
                        postgres.getPostgresDatabase(), connection -> Tally.recount(connection, BATCH)));
        assertThat(tally.people()).isEqualTo(PEOPLE);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(50);
        assertThat(tally.outstanding()).isEqualTo(10);
        assertThat(tally.deliveries(DeliveryState.NOT_NEEDED)).isEqualTo(50);
        assertThat(new EvidenceVerification(KEYS, List.of(new AttemptCorroboration()))
                        .verify(postgres.getPostgresDatabase())
                        .intact())
                .isTrue();
    }

    @Test
    void thePauseOfABatchThatWasPausedThenCountsTowardsNobodysHorizon() throws SQLException {
        run(connection -> {
            Replicas.beat(connection, NEW_REPLICA, LEASE);
            Gates.open(connection, PAUSED_BATCH, "officer", NOW);
        });

        List<Claimed> claimed = Transactions.run(
                postgres.getPostgresDatabase(),
                connection -> Claims.take(connection, NEW_REPLICA, PAUSED_BATCH, ChannelKind.EMAIL, 10, NOW));
        assertThat(claimed).extracting(Claimed::giveUpAt).containsExactly(NOW.plus(Duration.ofHours(6)));
    }

    private static List<Intent> intents(List<Claimed> claimed) {
        return claimed.stream()
                .map(one -> new Intent(one.deliveryId(), one.epoch(), one.attempt(), "hash"))
                .toList();
    }

    private static List<Outcome> accepted(List<Claimed> claimed) {
        AttemptEnd end = new AttemptEnd(NOW, NOW, "ANSWERED", "ACCEPTED", null, "250", null, "main", null, "hash");
        return claimed.stream()
                .map(one -> new Outcome(
                        one.deliveryId(),
                        one.noticeId(),
                        one.epoch(),
                        one.attempt(),
                        DeliveryState.ACCEPTED,
                        null,
                        null,
                        false,
                        end))
                .toList();
    }

    private static void migrate(String version) {
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .placeholders(Map.of("serviceRole", "postgres"))
                .target(version)
                .load()
                .migrate();
    }

    private static Set<UUID> ids(String sql) throws SQLException {
        return Transactions.run(postgres.getPostgresDatabase(), connection -> strings(connection, sql)).stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void run(Transactions.Action work) throws SQLException {
        Transactions.execute(postgres.getPostgresDatabase(), work);
    }
}
