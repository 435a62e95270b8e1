package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.testing.MigratedDatabase;

/** The life of deliveries in a real PostgreSQL: claims, intents, outcomes, fallback, and counters that add up. */
class DeliveryStorageTest extends StoredDeliveries {

    private static final Instant HORIZON = NOW.plus(Duration.ofHours(72));

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
    void aHeldDeliveryIsSentOrGivenUpByAPerson() throws SQLException {
        queue.planAndRelease(2, "EMAIL");
        for (Claimed claimed : claim(2)) {
            queue.settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        POSTGRES.run(connection -> HeldDecision.apply(connection, batch, null, true, QueuedBatch.HORIZON, 10, NOW));
        assertThat(states()).containsOnly(DeliveryState.DUE);
        for (Claimed claimed : claim(2)) {
            queue.settle(outcome(claimed, DeliveryState.HELD, "UNKNOWN"));
        }
        POSTGRES.run(connection -> HeldDecision.apply(connection, batch, null, false, QueuedBatch.HORIZON, 10, NOW));
        assertThat(assertCountersAddUp(2).unreached()).isEqualTo(2);
    }

    @Test
    void aHeldDeliveryThatIsGivenUpOpensTheNextChannel() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        queue.settle(outcome(claim(1).get(0), DeliveryState.HELD, "UNKNOWN"));
        POSTGRES.run(connection -> HeldDecision.apply(connection, batch, null, false, QueuedBatch.HORIZON, 10, NOW));
        assertThat(states()).containsExactly(DeliveryState.CANCELLED, DeliveryState.DUE);
        assertThat(assertCountersAddUp(1).outstanding()).isEqualTo(1);
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

    private String listDigest() throws SQLException {
        return POSTGRES.call(connection -> ListDigest.of(connection, batch));
    }
}
