package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.database.Transactions;
import org.tocsin.testing.MigratedDatabase;

/** The life of deliveries in a real PostgreSQL: claims, intents, outcomes, rescue, fallback, and counters that add up. */
class DeliveryStorageTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant HORIZON = NOW.plus(Duration.ofHours(72));
    private static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final UUID worker = UUID.randomUUID();
    private final UUID page = UUID.randomUUID();
    private final UUID batch = UUID.randomUUID();
    private final UUID incident = UUID.randomUUID();

    @BeforeEach
    void openTheGate() throws SQLException {
        run(connection -> Gates.open(connection, batch, "tester", NOW));
        run(connection -> Gates.open(connection, Gates.EVERYTHING, "tester", NOW));
        run(connection -> Replicas.beat(connection, worker, LEASE));
    }

    @Test
    void aReplicaThatNobodyKnowsOfGetsNothing() throws SQLException {
        planAndRelease(1, "EMAIL");
        run(connection -> Replicas.remove(connection, worker));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void aReplicaThatLeavesWithClaimsInHandIsNotForgotten() throws SQLException {
        planAndRelease(1, "EMAIL");
        claim(1);
        run(connection -> Replicas.remove(connection, worker));
        assertThat(count("SELECT count(*) FROM replica WHERE id = '" + worker + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatHasAnIntentIsNeverGivenBackAsAStray() throws SQLException {
        planAndRelease(2, "EMAIL");
        List<Claimed> claimed = claim(2);
        assertThat(intend(claimed.get(0))).isTrue();
        run(connection -> Claims.giveBackAllBut(connection, worker, List.of(), NOW));
        assertThat(states()).containsExactlyInAnyOrder(DeliveryState.SENDING, DeliveryState.DUE);
    }

    @Test
    void everyClaimIsOneWorkersAlone() throws SQLException {
        planAndRelease(40, "EMAIL");
        Set<UUID> seen = new HashSet<>();
        UUID secondWorker = UUID.randomUUID();
        run(connection -> Replicas.beat(connection, secondWorker, LEASE));
        try (Connection first = POSTGRES.database().getConnection();
                Connection second = POSTGRES.database().getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            List<Claimed> one = Claims.take(first, worker, batch, ChannelKind.EMAIL, 25, NOW);
            List<Claimed> other = Claims.take(second, secondWorker, batch, ChannelKind.EMAIL, 25, NOW);
            assertThat(one).hasSize(25);
            assertThat(other).hasSize(15);
            one.forEach(claimed -> assertThat(seen.add(claimed.deliveryId())).isTrue());
            other.forEach(claimed -> assertThat(seen.add(claimed.deliveryId())).isTrue());
            first.commit();
            second.commit();
        }
        assertThat(seen).hasSize(40);
        assertCountersAddUp(40);
    }

    @Test
    void aClosedGateStopsClaimsAndIntents() throws SQLException {
        planAndRelease(2, "EMAIL");
        Claimed claimed = claim(1).get(0);
        run(connection -> Gates.close(connection, batch, "PAUSED", "tester", NOW));
        assertThat(claim(1)).isEmpty();
        assertThat(intend(claimed)).isFalse();
        run(connection -> Gates.open(connection, batch, "tester", NOW));
        run(connection -> Gates.close(connection, Gates.EVERYTHING, "stop", "tester", NOW));
        assertThat(claim(1)).isEmpty();
        assertThat(intend(claimed)).isFalse();
        run(connection -> Gates.open(connection, Gates.EVERYTHING, "tester", NOW));
        assertThat(intend(claimed)).isTrue();
    }

    @Test
    void anAcceptedMessageReachesThePersonOnce() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim(1).get(0);
        assertThat(intend(claimed)).isTrue();
        settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED);
        Tally tally = assertCountersAddUp(1);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfALostClaimEndsItsOwnAttemptAndNothingElse() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed lost = claim(1).get(0);
        assertThat(intend(lost)).isTrue();
        rescue();
        assertThat(states()).containsExactly(DeliveryState.UNKNOWN);
        Uncertain uncertain = takeUncertain().get(0);
        run(connection -> uncertain.settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        Claimed again = claim(1).get(0);
        assertThat(again.epoch()).isGreaterThan(lost.epoch());
        assertThat(again.attempt()).isEqualTo(2);
        settle(outcome(lost, DeliveryState.FAILED, "REFUSED"));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
        assertThat(attemptResults()).containsExactly("REFUSED");
        assertThat(intend(again)).isTrue();
    }

    @Test
    void aLateAnswerResolvesItsUnknown() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed claimed = claim(1).get(0);
        assertThat(intend(claimed)).isTrue();
        rescue();
        settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED);
        assertThat(attemptResults()).containsExactly("ACCEPTED");
        assertCountersAddUp(1);
    }

    @Test
    void aLateYesTakesTheQuestionFromAPersonAndIsNotSentAgain() throws SQLException {
        planAndRelease(2, "EMAIL");
        List<Claimed> claimed = claim(2);
        claimed.forEach(one -> assertThatCode(() -> intend(one)).doesNotThrowAnyException());
        rescue();
        List<Uncertain> uncertain = takeUncertain();
        run(connection -> uncertain.get(0).settle(connection, DeliveryState.HELD, "MAY_HAVE_LEFT", null, false, NOW));
        run(connection -> uncertain.get(1).settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        for (Claimed one : claimed) {
            settle(outcome(one, DeliveryState.ACCEPTED, "ACCEPTED"));
        }
        assertThat(states()).containsOnly(DeliveryState.ACCEPTED);
        assertThat(claim(2)).isEmpty();
        assertCountersAddUp(2);
    }

    @Test
    void anAnswerFromBeforeTheNextClaimChangesNothingOfIt() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed first = claim(1).get(0);
        assertThat(intend(first)).isTrue();
        rescue();
        run(connection -> takeUncertain().get(0).settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        run(connection -> Replicas.beat(connection, worker, LEASE));
        assertThat(claim(1)).hasSize(1);
        settle(outcome(first, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
    }

    @Test
    void aRescueTellsWhatMayHaveLeftFromWhatHasNot() throws SQLException {
        planAndRelease(3, "EMAIL");
        List<Claimed> claimed = claim(3);
        assertThat(intend(claimed.get(0))).isTrue();
        rescue();
        assertThat(states()).containsExactlyInAnyOrder(DeliveryState.UNKNOWN, DeliveryState.DUE, DeliveryState.DUE);
        assertThat(intend(claimed.get(1))).isFalse();
        assertThat(claim(3)).hasSize(2).allSatisfy(again -> assertThat(again.attempt())
                .isEqualTo(1));
        assertCountersAddUp(3);
    }

    @Test
    void aLiveReplicaIsNotRescuedFrom() throws SQLException {
        planAndRelease(1, "EMAIL");
        claim(1);
        run(connection -> Replicas.beat(connection, worker, LEASE));
        run(connection -> Rescue.from(connection, worker, LEASE.length(), NOW));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
    }

    @Test
    void anIntentWhoseCommitWasNotAnsweredBeginsAnew() throws SQLException {
        planAndRelease(1, "EMAIL");
        Claimed first = claim(1).get(0);
        assertThat(intend(first)).isTrue();
        settle(new Outcome(
                first.deliveryId(), first.noticeId(), first.epoch(), 1, DeliveryState.DUE, NOW, null, false, null));
        Claimed second = claim(1).get(0);
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(intend(second)).isTrue();
        settle(outcome(second, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(attemptResults()).containsExactly("ACCEPTED");
    }

    @Test
    void fallbackOpensTheNextChannelWhenTheFirstCannotServe() throws SQLException {
        planAndRelease(1, "EMAIL", "SMS");
        settle(outcome(claim(1).get(0), DeliveryState.FAILED, "REFUSED"));
        assertThat(states()).containsExactly(DeliveryState.FAILED, DeliveryState.DUE);
        Claimed sms = claim(ChannelKind.SMS, 1).get(0);
        assertThat(sms.giveUpAt()).isEqualTo(HORIZON);
        settle(outcome(sms, DeliveryState.FAILED, "REFUSED"));
        assertThat(assertCountersAddUp(1).unreached()).isEqualTo(1);
    }

    @Test
    void fallbackClosesTheNextChannelWhenTheFirstHasServed() throws SQLException {
        planAndRelease(1, "EMAIL", "SMS");
        settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED, DeliveryState.NOT_NEEDED);
        assertThat(assertCountersAddUp(1).reachedUnconfirmed()).isEqualTo(1);
    }

    @Test
    void aCancelledBatchWithdrawsWhomItHasNotServed() throws SQLException {
        planAndRelease(3, "EMAIL");
        run(connection -> FirstNotices.claim(connection, batch));
        settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        run(connection -> Withdrawal.ofStretch(connection, batch, 0, 2, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(1);
        run(connection -> Withdrawal.ofStretch(connection, batch, 2, 3, NOW));
        Tally tally = assertCountersAddUp(3);
        assertThat(tally.withdrawn()).isEqualTo(2);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM first_notice WHERE incident_id = '" + incident + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatComesBackToACancelledBatchIsWithdrawnInItsTurn() throws SQLException {
        planAndRelease(3, "EMAIL");
        List<Claimed> claimed = claim(3);
        run(connection -> Withdrawal.ofStretch(connection, batch, 0, 3, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(3);
        settle(outcome(claimed.get(0), DeliveryState.DUE, "TRY_LATER"));
        settle(outcome(claimed.get(1), DeliveryState.HELD, "UNKNOWN"));
        int withdrawn =
                Transactions.run(POSTGRES.database(), connection -> Withdrawal.ofLeftovers(connection, batch, 10, NOW));
        assertThat(withdrawn).isEqualTo(2);
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.CANCELLED, DeliveryState.CANCELLED, DeliveryState.SENDING);
        assertThat(assertCountersAddUp(3).withdrawn()).isEqualTo(2);
    }

    @Test
    void whoHasAFirstNoticeIsLeftOutOfAnother() throws SQLException {
        plan(3, "EMAIL");
        run(connection -> FirstNotices.claim(connection, batch));
        UUID second = UUID.randomUUID();
        run(connection -> planInto(connection, second, 4, "EMAIL"));
        run(connection -> FirstNotices.claim(connection, second));
        run(connection -> FirstNotices.excludeClaimed(connection, second, NOW));
        Tally tally = Transactions.run(POSTGRES.database(), connection -> Tally.read(connection, second));
        assertThat(tally.excluded()).isEqualTo(3);
        assertThat(tally.outstanding()).isEqualTo(1);
        assertThat(tally.deliveries(DeliveryState.UNDELIVERABLE)).isEqualTo(3);
    }

    @Test
    void theListDigestNoticesEveryChange() throws SQLException {
        plan(5, "EMAIL", "SMS");
        String before = listDigest();
        assertThat(listDigest()).isEqualTo(before);
        run(connection -> execute(
                connection,
                "UPDATE delivery SET variant_id = gen_random_uuid() WHERE batch_id = '" + batch + "'"
                        + " AND id = (SELECT min(id::text)::uuid FROM delivery WHERE batch_id = '" + batch + "')"));
        assertThat(listDigest()).isNotEqualTo(before);
    }

    @Test
    void aHeldDeliveryIsSentOrGivenUpByAPerson() throws SQLException {
        planAndRelease(2, "EMAIL");
        for (Claimed claimed : claim(2)) {
            settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        run(connection -> BatchDeliveries.decideHeld(connection, batch, null, true, 10, NOW));
        assertThat(states()).containsOnly(DeliveryState.DUE);
        for (Claimed claimed : claim(2)) {
            settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        run(connection -> BatchDeliveries.decideHeld(connection, batch, null, false, 10, NOW));
        assertThat(assertCountersAddUp(2).unreached()).isEqualTo(2);
    }

    @Test
    void aHeldDeliveryThatIsGivenUpOpensTheNextChannel() throws SQLException {
        planAndRelease(1, "EMAIL", "SMS");
        settle(outcome(claim(1).get(0), DeliveryState.HELD, "UNKNOWN"));
        run(connection -> BatchDeliveries.decideHeld(connection, batch, null, false, 10, NOW));
        assertThat(states()).containsExactly(DeliveryState.CANCELLED, DeliveryState.DUE);
        assertThat(assertCountersAddUp(1).outstanding()).isEqualTo(1);
    }

    // What the tests are made of.

    private void plan(int people, String... channels) throws SQLException {
        run(connection -> planInto(connection, batch, people, channels));
    }

    private void planAndRelease(int people, String... channels) throws SQLException {
        plan(people, channels);
        run(connection -> BatchDeliveries.release(connection, batch, 1, people + 1, HORIZON, NOW));
    }

    private void planInto(Connection connection, UUID into, int people, String... channels) throws SQLException {
        PlannedNotices.prepare(connection);
        for (int i = 0; i < channels.length; i++) {
            execute(
                    connection,
                    "INSERT INTO planned SELECT p, 'C-' || p, 'en', 'US', '" + channels[i] + "', " + (i + 1)
                            + ", '00000000-0000-0000-0000-00000000000" + i + "' FROM generate_series(1, " + people
                            + ") p");
        }
        PlannedNotices.adopt(connection, into, incident, UUID.randomUUID(), NOW);
    }

    private List<Claimed> claim(int limit) throws SQLException {
        return claim(ChannelKind.EMAIL, limit);
    }

    private List<Claimed> claim(ChannelKind channel, int limit) throws SQLException {
        return Transactions.run(
                POSTGRES.database(), connection -> Claims.take(connection, worker, batch, channel, limit, NOW));
    }

    private boolean intend(Claimed claimed) throws SQLException {
        Intent intent = new Intent(claimed.deliveryId(), claimed.epoch(), claimed.attempt(), "hash");
        return Transactions.run(
                        POSTGRES.database(), connection -> Intents.begin(connection, worker, List.of(intent), NOW))
                .contains(claimed.deliveryId());
    }

    private void settle(Outcome outcome) throws SQLException {
        run(connection -> Outcomes.record(connection, worker, List.of(outcome), page, NOW));
    }

    private static Outcome outcome(Claimed claimed, DeliveryState next, String result) {
        AttemptEnd end = new AttemptEnd(NOW, NOW, "ANSWERED", result, null, "250", "ok", "main", "provider-1", "hash");
        return new Outcome(
                claimed.deliveryId(),
                claimed.noticeId(),
                claimed.epoch(),
                claimed.attempt(),
                next,
                null,
                null,
                false,
                end);
    }

    private void rescue() throws SQLException {
        run(connection -> {
            Replicas.beat(connection, worker, LEASE);
            execute(connection, "UPDATE replica SET heartbeat_at = now() - interval '1 hour'");
            Rescue.from(connection, worker, LEASE.length(), NOW);
        });
    }

    private List<Uncertain> takeUncertain() throws SQLException {
        return Transactions.run(
                        POSTGRES.database(), connection -> Uncertain.take(connection, 100, Duration.ofMinutes(1), NOW))
                .stream()
                .filter(uncertain -> uncertain.batchId().equals(batch))
                .toList();
    }

    private String listDigest() throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> BatchDeliveries.listDigest(connection, batch));
    }

    private Tally assertCountersAddUp(int people) throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            Tally kept = Tally.read(connection, batch);
            assertThat(kept).isEqualTo(Tally.recount(connection, batch));
            assertThat(kept.people()).isEqualTo(people);
            return kept;
        });
    }

    private List<DeliveryState> states() throws SQLException {
        return strings("SELECT state FROM delivery WHERE batch_id = '" + batch + "' ORDER BY rank, id").stream()
                .map(DeliveryState::valueOf)
                .toList();
    }

    private List<String> attemptResults() throws SQLException {
        return strings("SELECT a.result FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.batch_id = '"
                + batch + "' AND a.result IS NOT NULL ORDER BY a.number");
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

    private static int count(String sql) throws SQLException {
        return Integer.parseInt(strings(sql).get(0));
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
