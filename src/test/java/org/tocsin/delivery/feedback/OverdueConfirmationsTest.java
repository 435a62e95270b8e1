package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.channel.ChannelKind.EMAIL;
import static org.tocsin.channel.ChannelKind.SMS;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.Release;
import org.tocsin.testing.MigratedDatabase;

/** A batch that names a time in which an accepted message is to be confirmed, in a real PostgreSQL. */
class OverdueConfirmationsTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final Duration DAY = Duration.ofHours(24);
    private static final Instant OVERDUE = NOW.plus(DAY);

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);

    @BeforeEach
    void openTheGate() throws SQLException {
        open(OVERDUE.plus(DAY)); // of the tests before
        queue.open();
    }

    @Test
    void untilThenTheNextChannelWaitsAndTheBatchIsUnderWay() throws SQLException {
        queue.planAndRelease(1, DAY, "EMAIL", "SMS");
        queue.accepted(EMAIL, NOW);

        assertThat(open(OVERDUE.minusMillis(1))).isZero();
        assertThat(queue.standing()).containsExactly("ACCEPTED PLANNED: REACHED");
        assertThat(queue.countersThatAddUp().underWay()).isTrue();
    }

    @Test
    void unconfirmedTheNextChannelOpensOnceWithTheWholeHorizon() throws SQLException {
        queue.planAndRelease(1, DAY, "EMAIL", "SMS");
        queue.accepted(EMAIL, NOW);

        assertThat(open(OVERDUE)).isEqualTo(1);
        assertThat(open(OVERDUE)).isZero();

        assertThat(queue.standing()).containsExactly("ACCEPTED DUE: REACHED");
        List<Claimed> text = queue.claim(SMS, 10, OVERDUE);
        assertThat(text).extracting(Claimed::giveUpAt).containsExactly(OVERDUE.plus(Duration.ofHours(72)));
        assertThat(open(OVERDUE.plus(DAY))).isZero();
        queue.countersThatAddUp();
    }

    @Test
    void aConfirmationInTimeLeavesTheNextChannelClosed() throws SQLException {
        queue.planAndRelease(1, DAY, "SMS", "EMAIL");
        Claimed text = queue.accepted(SMS, NOW);

        queue.comes(ReceiptMeaning.ARRIVED, text, NOW);

        assertThat(open(OVERDUE)).isZero();
        assertThat(queue.standing()).containsExactly("DELIVERED NOT_NEEDED: REACHED confirmed");
        assertThat(queue.countersThatAddUp().underWay()).isFalse();
    }

    @Test
    void aLateConfirmationClosesItAgainUnlessItIsInSomebodysHands() throws SQLException {
        queue.planAndRelease(2, DAY, "SMS", "EMAIL");
        Claimed first = queue.accepted(SMS, NOW);
        Claimed second = queue.accepted(SMS, NOW);
        open(OVERDUE);
        Claimed taken = queue.claim(EMAIL, 1, OVERDUE).get(0);
        boolean ofFirst = taken.noticeId().equals(first.noticeId());

        queue.comes(ReceiptMeaning.ARRIVED, first, OVERDUE);
        queue.comes(ReceiptMeaning.ARRIVED, second, OVERDUE);

        String inHand = "DELIVERED SENDING: REACHED confirmed";
        String closed = "DELIVERED NOT_NEEDED: REACHED confirmed";
        assertThat(queue.standing()).containsExactlyInAnyOrder(inHand, closed);
        assertThat(queue.standing().get(0)).isEqualTo(ofFirst == (first.position() == 1) ? inHand : closed);
        assertThat(queue.claim(EMAIL, 10, OVERDUE)).isEmpty();
        queue.countersThatAddUp();
    }

    @Test
    void aBounceInTheMeantimeOpensItAtOnceAndNotAgain() throws SQLException {
        queue.planAndRelease(1, DAY, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);

        queue.comes(ReceiptMeaning.LOST, mail, NOW);

        assertThat(queue.standing()).containsExactly("FAILED DUE: OUTSTANDING");
        assertThat(open(OVERDUE)).isZero();
        queue.accepted(SMS, OVERDUE);
        assertThat(queue.standing()).containsExactly("FAILED ACCEPTED: REACHED");
    }

    @Test
    void aBounceAfterTheNextChannelWasUsedLeavesThePersonReached() throws SQLException {
        queue.planAndRelease(1, DAY, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        open(OVERDUE);
        Claimed text = queue.accepted(SMS, OVERDUE);

        queue.comes(ReceiptMeaning.LOST, mail, OVERDUE);
        assertThat(queue.standing()).containsExactly("FAILED ACCEPTED: REACHED");
        queue.comes(ReceiptMeaning.LOST, text, OVERDUE);
        assertThat(queue.standing()).containsExactly("FAILED FAILED: UNREACHED");
        queue.countersThatAddUp();
    }

    @Test
    void whatThePlanHoldsIsHeldWithoutATimeAndClosedByAConfirmation() throws SQLException {
        queue.plan(1, "SMS", "EMAIL");
        POSTGRES.execute("UPDATE delivery SET hold_for = 'SHARED_CONTACT' WHERE channel = 'EMAIL' AND batch_id = '"
                + queue.id() + "'");
        POSTGRES.run(connection -> Release.stretch(connection, queue.id(), 1, 2, DAY, DAY, NOW));
        Claimed text = queue.accepted(SMS, NOW);

        open(OVERDUE);

        assertThat(queue.standing()).containsExactly("ACCEPTED HELD: REACHED");
        assertThat(POSTGRES.text("SELECT due_at FROM delivery WHERE state = 'HELD' AND batch_id = ?", queue.id()))
                .isNull();
        queue.comes(ReceiptMeaning.ARRIVED, text, OVERDUE);
        assertThat(queue.standing()).containsExactly("DELIVERED NOT_NEEDED: REACHED confirmed");
    }

    @Test
    void withoutSuchATimeNothingWaitsForAConfirmation() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        queue.accepted(EMAIL, NOW);

        assertThat(queue.standing()).containsExactly("ACCEPTED NOT_NEEDED: REACHED");
        assertThat(open(OVERDUE)).isZero();
    }

    @Test
    void replicasAndReceiptsAtOnceOpenNobodyWhoIsConfirmedAndEveryoneElseOnce() throws Exception {
        queue.planAndRelease(30, DAY, "SMS", "EMAIL");
        List<Callable<?>> atOnce = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Claimed text = queue.accepted(SMS, NOW);
            if (i % 2 == 0) {
                atOnce.add(() -> queue.comes(ReceiptMeaning.ARRIVED, text, OVERDUE));
                atOnce.add(() -> open(OVERDUE));
            }
        }
        ExecutorService replicas = Executors.newFixedThreadPool(6);
        for (Future<?> done : replicas.invokeAll(
                atOnce.stream().<Callable<Object>>map(one -> one::call).toList())) {
            done.get();
        }
        replicas.shutdown();

        assertThat(queue.standing())
                .containsOnly("DELIVERED NOT_NEEDED: REACHED confirmed", "ACCEPTED DUE: REACHED")
                .filteredOn("ACCEPTED DUE: REACHED"::equals)
                .hasSize(15);
        assertThat(queue.claim(EMAIL, 100, OVERDUE)).hasSize(15);
        queue.countersThatAddUp();
    }

    private static int open(Instant now) throws SQLException {
        return POSTGRES.call(connection -> OverdueConfirmations.open(connection, 1_000, now));
    }
}
