package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.exclusion.Withdrawal;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.delivery.replica.Rescue;
import org.tocsin.testing.MigratedDatabase;

/** The life of deliveries in a real PostgreSQL: claims, intents, outcomes, rescue, fallback, and counters that add up. */
class DeliveryStorageTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final Instant HORIZON = NOW.plus(Duration.ofHours(72));
    private static final Lease LEASE = new Lease(Duration.ofSeconds(3), Duration.ofSeconds(30));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);
    private final UUID worker = queue.worker();
    private final UUID batch = queue.id();
    private final UUID incident = queue.incident();

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    @Test
    void aReplicaThatNobodyKnowsOfGetsNothing() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        POSTGRES.run(connection -> Replicas.remove(connection, worker));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void aReplicaThatLeavesWithClaimsInHandIsNotForgotten() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        claim(1);
        POSTGRES.run(connection -> Replicas.remove(connection, worker));
        assertThat(POSTGRES.count("SELECT count(*) FROM replica WHERE id = '" + worker + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatHasAnIntentIsNeverGivenBackAsAStray() throws SQLException {
        queue.planAndRelease(2, "EMAIL");
        List<Claimed> claimed = claim(2);
        assertThat(queue.intend(claimed.get(0))).isTrue();
        POSTGRES.run(connection -> Claims.giveBackAllBut(connection, worker, List.of(), NOW));
        assertThat(states()).containsExactlyInAnyOrder(DeliveryState.SENDING, DeliveryState.DUE);
    }

    @Test
    void everyClaimIsOneWorkersAlone() throws SQLException {
        queue.planAndRelease(40, "EMAIL");
        Set<UUID> seen = new HashSet<>();
        UUID secondWorker = UUID.randomUUID();
        queue.beat(secondWorker);
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
        queue.planAndRelease(2, "EMAIL");
        Claimed claimed = claim(1).get(0);
        POSTGRES.run(connection -> Gates.close(connection, batch, "PAUSED", "tester", NOW));
        assertThat(claim(1)).isEmpty();
        assertThat(queue.intend(claimed)).isFalse();
        POSTGRES.run(connection -> Gates.open(connection, batch, "tester", NOW));
        POSTGRES.run(connection -> Gates.close(connection, Gates.EVERYTHING, "stop", "tester", NOW));
        assertThat(claim(1)).isEmpty();
        assertThat(queue.intend(claimed)).isFalse();
        POSTGRES.run(connection -> Gates.open(connection, Gates.EVERYTHING, "tester", NOW));
        assertThat(queue.intend(claimed)).isTrue();
    }

    @Test
    void anAcceptedMessageReachesThePersonOnce() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim(1).get(0);
        assertThat(queue.intend(claimed)).isTrue();
        queue.settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        queue.settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED);
        Tally tally = assertCountersAddUp(1);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfALostClaimEndsItsOwnAttemptAndNothingElse() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed lost = claim(1).get(0);
        assertThat(queue.intend(lost)).isTrue();
        rescue();
        assertThat(states()).containsExactly(DeliveryState.UNKNOWN);
        Uncertain uncertain = takeUncertain().get(0);
        POSTGRES.run(connection -> uncertain.settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        Claimed again = claim(1).get(0);
        assertThat(again.epoch()).isGreaterThan(lost.epoch());
        assertThat(again.attempt()).isEqualTo(2);
        queue.settle(outcome(lost, DeliveryState.FAILED, "REFUSED"));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
        assertThat(attemptResults()).containsExactly("REFUSED");
        assertThat(queue.intend(again)).isTrue();
    }

    @Test
    void aLateAnswerResolvesItsUnknown() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed claimed = claim(1).get(0);
        assertThat(queue.intend(claimed)).isTrue();
        rescue();
        queue.settle(outcome(claimed, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED);
        assertThat(attemptResults()).containsExactly("ACCEPTED");
        assertCountersAddUp(1);
    }

    @Test
    void aLateYesTakesTheQuestionFromAPersonAndIsNotSentAgain() throws SQLException {
        queue.planAndRelease(2, "EMAIL");
        List<Claimed> claimed = claim(2);
        claimed.forEach(one -> assertThatCode(() -> queue.intend(one)).doesNotThrowAnyException());
        rescue();
        List<Uncertain> uncertain = takeUncertain();
        POSTGRES.run(connection ->
                uncertain.get(0).settle(connection, DeliveryState.HELD, "MAY_HAVE_LEFT", null, false, NOW));
        POSTGRES.run(
                connection -> uncertain.get(1).settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        for (Claimed one : claimed) {
            queue.settle(outcome(one, DeliveryState.ACCEPTED, "ACCEPTED"));
        }
        assertThat(states()).containsOnly(DeliveryState.ACCEPTED);
        assertThat(claim(2)).isEmpty();
        assertCountersAddUp(2);
    }

    @Test
    void anAnswerFromBeforeTheNextClaimChangesNothingOfIt() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed first = claim(1).get(0);
        assertThat(queue.intend(first)).isTrue();
        rescue();
        POSTGRES.run(connection ->
                takeUncertain().get(0).settle(connection, DeliveryState.DUE, "RESEND_ONCE", null, true, NOW));
        queue.beat(worker);
        assertThat(claim(1)).hasSize(1);
        queue.settle(outcome(first, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
    }

    @Test
    void aRescueTellsWhatMayHaveLeftFromWhatHasNot() throws SQLException {
        queue.planAndRelease(3, "EMAIL");
        List<Claimed> claimed = claim(3);
        assertThat(queue.intend(claimed.get(0))).isTrue();
        rescue();
        assertThat(states()).containsExactlyInAnyOrder(DeliveryState.UNKNOWN, DeliveryState.DUE, DeliveryState.DUE);
        assertThat(queue.intend(claimed.get(1))).isFalse();
        assertThat(claim(3)).hasSize(2).allSatisfy(again -> assertThat(again.attempt())
                .isEqualTo(1));
        assertCountersAddUp(3);
    }

    @Test
    void aLiveReplicaIsNotRescuedFrom() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        claim(1);
        queue.beat(worker);
        POSTGRES.run(connection -> Rescue.from(connection, worker, LEASE.length(), NOW));
        assertThat(states()).containsExactly(DeliveryState.SENDING);
    }

    @Test
    void anIntentWhoseCommitWasNotAnsweredBeginsAnew() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed first = claim(1).get(0);
        assertThat(queue.intend(first)).isTrue();
        queue.settle(new Outcome(
                first.deliveryId(), first.noticeId(), first.epoch(), 1, DeliveryState.DUE, NOW, null, false, null));
        Claimed second = claim(1).get(0);
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(queue.intend(second)).isTrue();
        queue.settle(outcome(second, DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(attemptResults()).containsExactly("ACCEPTED");
    }

    @Test
    void fallbackOpensTheNextChannelWhenTheFirstCannotServe() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        queue.settle(outcome(claim(1).get(0), DeliveryState.FAILED, "REFUSED"));
        assertThat(states()).containsExactly(DeliveryState.FAILED, DeliveryState.DUE);
        Claimed sms = queue.claim(ChannelKind.SMS, 1).get(0);
        assertThat(sms.giveUpAt()).isEqualTo(HORIZON);
        queue.settle(outcome(sms, DeliveryState.FAILED, "REFUSED"));
        assertThat(assertCountersAddUp(1).unreached()).isEqualTo(1);
    }

    @Test
    void fallbackClosesTheNextChannelWhenTheFirstHasServed() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        queue.settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        assertThat(states()).containsExactly(DeliveryState.ACCEPTED, DeliveryState.NOT_NEEDED);
        assertThat(assertCountersAddUp(1).reachedUnconfirmed()).isEqualTo(1);
    }

    @Test
    void aCancelledBatchWithdrawsWhomItHasNotServed() throws SQLException {
        queue.planAndRelease(3, "EMAIL");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));
        queue.settle(outcome(claim(1).get(0), DeliveryState.ACCEPTED, "ACCEPTED"));
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 0, 2, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(1);
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 2, 3, NOW));
        Tally tally = assertCountersAddUp(3);
        assertThat(tally.withdrawn()).isEqualTo(2);
        assertThat(tally.reachedUnconfirmed()).isEqualTo(1);
        assertThat(POSTGRES.count("SELECT count(*) FROM first_notice WHERE incident_id = '" + incident + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatComesBackToACancelledBatchIsWithdrawnInItsTurn() throws SQLException {
        queue.planAndRelease(3, "EMAIL");
        List<Claimed> claimed = claim(3);
        POSTGRES.run(connection -> Withdrawal.ofStretch(connection, batch, 0, 3, NOW));
        assertThat(assertCountersAddUp(3).outstanding()).isEqualTo(3);
        queue.settle(outcome(claimed.get(0), DeliveryState.DUE, "TRY_LATER"));
        queue.settle(outcome(claimed.get(1), DeliveryState.HELD, "UNKNOWN"));
        int withdrawn = POSTGRES.call(connection -> Withdrawal.ofLeftovers(connection, batch, 10, NOW));
        assertThat(withdrawn).isEqualTo(2);
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.CANCELLED, DeliveryState.CANCELLED, DeliveryState.SENDING);
        assertThat(assertCountersAddUp(3).withdrawn()).isEqualTo(2);
    }

    @Test
    void whoHasAFirstNoticeIsLeftOutOfAnother() throws SQLException {
        queue.plan(3, "EMAIL");
        POSTGRES.run(connection -> FirstNotices.claim(connection, batch));
        UUID second = UUID.randomUUID();
        POSTGRES.run(connection -> queue.planInto(connection, second, 4, "EMAIL"));
        POSTGRES.run(connection -> FirstNotices.claim(connection, second));
        POSTGRES.run(connection -> FirstNotices.excludeClaimed(connection, second, NOW));
        Tally tally = POSTGRES.call(connection -> Tally.read(connection, second));
        assertThat(tally.excluded()).isEqualTo(3);
        assertThat(tally.outstanding()).isEqualTo(1);
        assertThat(tally.deliveries(DeliveryState.UNDELIVERABLE)).isEqualTo(3);
    }

    @Test
    void theListDigestNoticesEveryChange() throws SQLException {
        queue.plan(5, "EMAIL", "SMS");
        String before = listDigest();
        assertThat(listDigest()).isEqualTo(before);
        POSTGRES.run(connection -> MigratedDatabase.execute(
                connection,
                "UPDATE delivery SET variant_id = gen_random_uuid() WHERE batch_id = '" + batch + "'"
                        + " AND id = (SELECT min(id::text)::uuid FROM delivery WHERE batch_id = '" + batch + "')"));
        assertThat(listDigest()).isNotEqualTo(before);
    }

    @Test
    void aHeldDeliveryIsSentOrGivenUpByAPerson() throws SQLException {
        queue.planAndRelease(2, "EMAIL");
        for (Claimed claimed : claim(2)) {
            queue.settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        POSTGRES.run(
                connection -> BatchDeliveries.decideHeld(connection, batch, null, true, QueuedBatch.HORIZON, 10, NOW));
        assertThat(states()).containsOnly(DeliveryState.DUE);
        for (Claimed claimed : claim(2)) {
            queue.settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        POSTGRES.run(
                connection -> BatchDeliveries.decideHeld(connection, batch, null, false, QueuedBatch.HORIZON, 10, NOW));
        assertThat(assertCountersAddUp(2).unreached()).isEqualTo(2);
    }

    @Test
    void aHeldDeliveryThatIsGivenUpOpensTheNextChannel() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        queue.settle(outcome(claim(1).get(0), DeliveryState.HELD, "UNKNOWN"));
        POSTGRES.run(
                connection -> BatchDeliveries.decideHeld(connection, batch, null, false, QueuedBatch.HORIZON, 10, NOW));
        assertThat(states()).containsExactly(DeliveryState.CANCELLED, DeliveryState.DUE);
        assertThat(assertCountersAddUp(1).outstanding()).isEqualTo(1);
    }

    // What the tests are made of.

    private List<Claimed> claim(int limit) throws SQLException {
        return queue.claim(ChannelKind.EMAIL, limit);
    }

    private static Outcome outcome(Claimed claimed, DeliveryState next, String result) {
        return QueuedBatch.outcome(claimed, next, QueuedBatch.answered(result));
    }

    private Tally assertCountersAddUp(int people) throws SQLException {
        Tally tally = queue.countersThatAddUp();
        assertThat(tally.people()).isEqualTo(people);
        return tally;
    }

    private void rescue() throws SQLException {
        POSTGRES.run(connection -> {
            Replicas.beat(connection, worker, LEASE);
            MigratedDatabase.execute(connection, "UPDATE replica SET heartbeat_at = now() - interval '1 hour'");
            Rescue.from(connection, worker, LEASE.length(), NOW);
        });
    }

    private List<Uncertain> takeUncertain() throws SQLException {
        return POSTGRES.call(connection -> Uncertain.take(connection, 100, Duration.ofMinutes(1), NOW)).stream()
                .filter(uncertain -> uncertain.batchId().equals(batch))
                .toList();
    }

    private String listDigest() throws SQLException {
        return POSTGRES.call(connection -> BatchDeliveries.listDigest(connection, batch));
    }

    private List<DeliveryState> states() throws SQLException {
        return POSTGRES.texts("SELECT state FROM delivery WHERE batch_id = '" + batch + "' ORDER BY rank, id").stream()
                .map(DeliveryState::valueOf)
                .toList();
    }

    private List<String> attemptResults() throws SQLException {
        return POSTGRES.texts(
                "SELECT a.result FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.batch_id = '" + batch
                        + "' AND a.result IS NOT NULL ORDER BY a.number");
    }
}
