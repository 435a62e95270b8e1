package org.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.delivery.replica.Rescue;

/** What becomes in a real PostgreSQL of deliveries whose replica went, and of answers that come late. */
class RescueStorageTest extends StoredDeliveries {

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
}
