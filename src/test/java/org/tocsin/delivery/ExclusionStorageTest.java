package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.MigratedDatabase;

/** A person taken off a list that is being sent, in a real PostgreSQL: against every state, and against a claim and an intent. */
class ExclusionStorageTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant HORIZON = NOW.plus(Duration.ofHours(72));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID worker = UUID.randomUUID();
    private final UUID batch = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    @BeforeEach
    void openTheGate() throws SQLException {
        run(connection -> Gates.open(connection, batch, "tester", NOW));
        run(connection -> Replicas.beat(connection, worker, new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30))));
    }

    @Test
    void whatHasNotLeftIsNotSentAnyMore() throws SQLException {
        planAndRelease(2, "EMAIL", "SMS");
        run(connection -> FirstNotices.claim(connection, batch));

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.stopped()).isEqualTo(2);
        assertThat(effect.alreadySent()).isEmpty();
        assertThat(states("C-1")).containsOnly("UNDELIVERABLE");
        assertThat(states("C-2")).containsExactly("DUE", "PLANNED");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(strings("SELECT customer_ref FROM first_notice WHERE incident_id = '" + incident + "'"))
                .containsExactly("C-2");
        assertCountersAddUp();
    }

    @Test
    void aClaimWithoutAnIntentIsTakenFromItsReplica() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim();

        assertThat(exclude("C-1").stopped()).isEqualTo(1);

        assertThat(intend(claimed)).isFalse();
        settle(claimed, DeliveryState.DUE, null);
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertCountersAddUp();
    }

    @Test
    void whatIsLeavingIsReportedAndNotTriedAgain() throws SQLException {
        planAndRelease(1, "EMAIL", "SMS");
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.alreadySent()).extracting(LaterExclusions.Left::state).containsExactly(DeliveryState.SENDING);
        assertThat(states("C-1")).containsExactly("SENDING", "UNDELIVERABLE");
        settle(claimed, DeliveryState.DUE, "TRY_LATER");
        assertThat(claims()).isEmpty();
        run(connection -> LaterExclusions.settleLeftovers(connection, batch, NOW));
        assertThat(states("C-1")).containsOnly("UNDELIVERABLE");
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertCountersAddUp();
    }

    @Test
    void whoWasToldStaysReached() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();
        settle(claimed, DeliveryState.ACCEPTED, "ACCEPTED");

        LaterExclusions.Effect effect = exclude("C-1");

        assertThat(effect.stopped()).isZero();
        assertThat(effect.alreadySent())
                .extracting(LaterExclusions.Left::state)
                .containsExactly(DeliveryState.ACCEPTED);
        assertThat(notice("C-1")).isEqualTo("REACHED");
    }

    @Test
    void aMessageThatMayHaveLeftIsNotSentAgain() throws SQLException {
        planAndRelease(1, "EMAIL");
        run(connection -> FirstNotices.claim(connection, batch));
        Claimed claimed = claim();
        assertThat(intend(claimed)).isTrue();
        settle(claimed, DeliveryState.UNKNOWN, "UNKNOWN");
        assertThat(exclude("C-1").alreadySent())
                .extracting(LaterExclusions.Left::state)
                .containsExactly(DeliveryState.UNKNOWN);
        execute("UPDATE delivery SET due_at = '" + NOW + "' WHERE batch_id = '" + batch + "'");
        Uncertain uncertain = Transactions.run(
                        POSTGRES.database(), connection -> Uncertain.take(connection, 10, Duration.ofMinutes(1), NOW))
                .get(0);

        run(connection -> uncertain.settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));

        assertThat(claims()).isEmpty();
        run(connection -> LaterExclusions.settleLeftovers(connection, batch, NOW));
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(strings("SELECT customer_ref FROM first_notice WHERE incident_id = '" + incident + "'"))
                .as("may have been told, and is not told by another first notice")
                .containsExactly("C-1");
        assertCountersAddUp();
    }

    @Test
    void anIntentThatComesWhileAnExclusionIsBeingCommittedIsRefused() throws Exception {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        try (Connection excluding = POSTGRES.database().getConnection()) {
            excluding.setAutoCommit(false);
            exclude(excluding, "C-1");
            CompletableFuture<Boolean> intent = CompletableFuture.supplyAsync(() -> intend(claimed));
            awaitOneWaiting();
            excluding.commit();
            assertThat(intent.join()).isFalse();
        }
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
    }

    @Test
    void anExclusionThatComesWhileAnIntentIsBeingCommittedFindsIt() throws Exception {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim();
        try (Connection intending = POSTGRES.database().getConnection()) {
            intending.setAutoCommit(false);
            assertThat(Intents.begin(intending, worker, List.of(intent(claimed)), NOW))
                    .hasSize(1);
            CompletableFuture<LaterExclusions.Effect> effect = CompletableFuture.supplyAsync(() -> exclude("C-1"));
            awaitOneWaiting();
            intending.commit();
            assertThat(effect.join().alreadySent()).hasSize(1);
        }
        assertThat(states("C-1")).containsExactly("SENDING");
    }

    @Test
    void theListShrinksByAnExclusionAndByNothingElse() throws SQLException {
        planAndRelease(2, "EMAIL");
        execute("UPDATE delivery SET variant_id = NULL WHERE notice_id = (SELECT id FROM notice WHERE batch_id = '"
                + batch + "' AND position = 2)");
        execute("UPDATE notice SET outcome = 'UNREACHED', reason = 'NO_USABLE_CONTACT' WHERE batch_id = '" + batch
                + "' AND position = 2");
        String planned = digest();

        exclude("C-1");
        exclude("C-2");
        assertThat(digest()).as("an exclusion").isEqualTo(planned);

        execute("UPDATE notice SET exclusion_id = NULL WHERE batch_id = '" + batch + "' AND position = 1");
        assertThat(digest()).as("no exclusion").isNotEqualTo(planned);
        execute("UPDATE notice n SET exclusion_id = e.id FROM exclusion e WHERE n.batch_id = '" + batch
                + "' AND n.position = 1 AND e.incident_id = n.incident_id AND e.customer_ref = 'C-2'");
        assertThat(digest()).as("somebody else's exclusion").isNotEqualTo(planned);
    }

    @Test
    void aPlanLeavesOutWhoseExclusionStands() throws SQLException {
        run(connection -> assertThat(exclusion("C-1").insert(connection)).isTrue());
        run(connection -> assertThat(exclusion("C-1").insert(connection)).isFalse());
        run(connection -> exclusion("C-2").insert(connection));
        run(connection -> assertThat(Exclusion.lift(connection, incident, "C-2", "tester", NOW))
                .isPresent());
        plan(3, "EMAIL");
        run(connection -> PlanExclusions.apply(connection, batch, NOW));
        assertThat(notice("C-1")).isEqualTo("EXCLUDED LAW_ENFORCEMENT_HOLD");
        assertThat(states("C-1")).containsExactly("UNDELIVERABLE");
        assertThat(notice("C-2")).isEqualTo("OUTSTANDING");
        String planned = digest();
        execute("UPDATE notice SET outcome = 'OUTSTANDING', reason = NULL WHERE batch_id = '" + batch + "'");
        assertThat(digest()).isNotEqualTo(planned);
    }

    // What the tests are made of.

    private Exclusion exclusion(String customerRef) {
        return new Exclusion(
                UUID.randomUUID(), incident, customerRef, ExclusionReason.LAW_ENFORCEMENT_HOLD, null, "tester", NOW);
    }

    private LaterExclusions.Effect exclude(String customerRef) {
        try {
            return Transactions.run(POSTGRES.database(), connection -> exclude(connection, customerRef));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private LaterExclusions.Effect exclude(Connection connection, String customerRef) throws SQLException {
        Exclusion exclusion = exclusion(customerRef);
        exclusion.insert(connection);
        return LaterExclusions.apply(connection, exclusion, List.of(batch), NOW);
    }

    private void plan(int people, String... channels) throws SQLException {
        run(connection -> {
            PlannedNotices.prepare(connection);
            for (int i = 0; i < channels.length; i++) {
                execute(
                        connection,
                        "INSERT INTO planned SELECT p, 'C-' || p, 'en', 'US', '" + channels[i] + "', " + (i + 1)
                                + ", '00000000-0000-0000-0000-00000000000" + i + "' FROM generate_series(1, " + people
                                + ") p");
            }
            PlannedNotices.adopt(connection, batch, incident, UUID.randomUUID(), NOW);
        });
    }

    private void planAndRelease(int people, String... channels) throws SQLException {
        plan(people, channels);
        run(connection -> BatchDeliveries.release(connection, batch, 1, people + 1, HORIZON, NOW));
    }

    private Claimed claim() throws SQLException {
        return claims().get(0);
    }

    private List<Claimed> claims() throws SQLException {
        return Transactions.run(
                POSTGRES.database(), connection -> Claims.take(connection, worker, batch, ChannelKind.EMAIL, 10, NOW));
    }

    private static Intent intent(Claimed claimed) {
        return new Intent(claimed.deliveryId(), claimed.epoch(), claimed.attempt(), "hash");
    }

    private boolean intend(Claimed claimed) {
        try {
            return Transactions.run(
                            POSTGRES.database(),
                            connection -> Intents.begin(connection, worker, List.of(intent(claimed)), NOW))
                    .contains(claimed.deliveryId());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void settle(Claimed claimed, DeliveryState next, String result) throws SQLException {
        AttemptEnd end = result == null
                ? null
                : new AttemptEnd(NOW, NOW, "ANSWERED", result, null, "250", "ok", "main", "provider-1", "hash");
        Outcome outcome = new Outcome(
                claimed.deliveryId(),
                claimed.noticeId(),
                claimed.epoch(),
                claimed.attempt(),
                next,
                next == DeliveryState.DUE ? NOW : null,
                null,
                false,
                end);
        run(connection -> Outcomes.record(connection, worker, List.of(outcome), new AttemptPage(), NOW));
    }

    private static void awaitOneWaiting() {
        Awaitility.await().until(() -> !strings("SELECT pid FROM pg_locks WHERE NOT granted")
                .isEmpty());
    }

    private String digest() throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> BatchDeliveries.listDigest(connection, batch));
    }

    private void assertCountersAddUp() throws SQLException {
        run(connection -> assertThat(Tally.read(connection, batch)).isEqualTo(Tally.recount(connection, batch)));
    }

    private List<String> states(String customerRef) throws SQLException {
        return strings("SELECT d.state FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.batch_id = '" + batch
                + "' AND n.customer_ref = '" + customerRef + "' ORDER BY d.rank");
    }

    private String notice(String customerRef) throws SQLException {
        return strings("SELECT concat_ws(' ', outcome, reason) FROM notice WHERE batch_id = '" + batch
                        + "' AND customer_ref = '" + customerRef + "'")
                .get(0);
    }

    private static List<String> strings(String sql) throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            List<String> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
    }

    private static void execute(String sql) throws SQLException {
        run(connection -> execute(connection, sql));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void run(Transactions.Action work) throws SQLException {
        Transactions.execute(POSTGRES.database(), work);
    }
}
