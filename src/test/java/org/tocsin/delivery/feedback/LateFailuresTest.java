package org.tocsin.delivery.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.channel.ChannelKind.EMAIL;
import static org.tocsin.channel.ChannelKind.SMS;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Gates;
import org.tocsin.delivery.QueuedBatch;
import org.tocsin.delivery.exclusion.Exclusion;
import org.tocsin.delivery.exclusion.ExclusionReason;
import org.tocsin.delivery.exclusion.LaterExclusions;
import org.tocsin.delivery.exclusion.Withdrawal;
import org.tocsin.testing.MigratedDatabase;

/** Messages that failed after they had served, in a real PostgreSQL. */
class LateFailuresTest {

    private static final Instant NOW = QueuedBatch.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofDays(5));

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final QueuedBatch queue = new QueuedBatch(POSTGRES);

    @BeforeEach
    void openTheGate() throws SQLException {
        queue.open();
    }

    @Test
    void aLateBounceOpensTheChannelThatWasNotNeededForItsWholeHorizon() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        assertThat(queue.standing()).containsExactly("ACCEPTED NOT_NEEDED: REACHED");

        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        assertThat(queue.standing()).containsExactly("FAILED DUE: OUTSTANDING");
        assertThat(noted()).isTrue();
        assertThat(queue.claim(SMS, 10, LATER))
                .extracting(Claimed::giveUpAt)
                .containsExactly(LATER.plus(Duration.ofHours(72)));
        queue.countersThatAddUp();
    }

    @Test
    void aChannelThatWasTriedAndClosedAgainIsOpenedForItsWholeHorizonToo() throws SQLException {
        queue.planAndRelease(1, Duration.ofHours(1), "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        Instant overdue = NOW.plus(Duration.ofHours(1));
        POSTGRES.run(connection -> OverdueConfirmations.open(connection, 10, overdue));
        Instant tried = overdue.plus(Duration.ofHours(50));
        Claimed text = queue.claim(SMS, 1, tried).get(0);
        queue.settle(QueuedBatch.outcome(text, DeliveryState.DUE, QueuedBatch.answered("TRY_LATER")), tried);
        queue.comes(ReceiptMeaning.ARRIVED, mail, tried);
        assertThat(queue.standing()).containsExactly("DELIVERED NOT_NEEDED: REACHED confirmed");

        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        assertThat(queue.claim(SMS, 1, LATER))
                .extracting(Claimed::giveUpAt)
                .containsExactly(LATER.plus(Duration.ofHours(72)));
    }

    @Test
    void alsoAfterAnArrival() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        queue.comes(ReceiptMeaning.ARRIVED, mail, NOW);

        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        assertThat(queue.standing()).containsExactly("FAILED DUE: OUTSTANDING");
    }

    @Test
    void withoutAnotherChannelThePersonIsUnreached() throws SQLException {
        queue.planAndRelease(1, "EMAIL");
        Claimed mail = queue.accepted(EMAIL, NOW);

        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        assertThat(queue.standing()).containsExactly("FAILED: UNREACHED");
        assertThat(queue.countersThatAddUp().unreached()).isEqualTo(1);
    }

    @Test
    void whenTheLastChannelFailsTooThePersonIsUnreached() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        queue.comes(ReceiptMeaning.LOST, mail, LATER);
        Claimed text = queue.claim(SMS, 1, LATER).get(0);
        assertThat(queue.intend(text)).isTrue();

        queue.settle(QueuedBatch.outcome(text, DeliveryState.FAILED, QueuedBatch.answered("REFUSED")), LATER);

        assertThat(queue.standing()).containsExactly("FAILED FAILED: UNREACHED");
        assertThat(queue.countersThatAddUp().underWay()).isFalse();
    }

    @Test
    void aNextChannelToASuppressedAddressLeavesThePersonUnreachedHoweverOftenTheFailureIsTold() throws SQLException {
        queue.planAndRelease(1, "SMS", "EMAIL");
        Claimed text = queue.accepted(SMS, NOW);
        queue.comes(ReceiptMeaning.LOST, text, LATER);
        Claimed mail = queue.claim(EMAIL, 1, LATER).get(0);
        queue.comes(ReceiptMeaning.LOST, text, LATER);

        queue.settle(QueuedBatch.outcome(mail, DeliveryState.UNDELIVERABLE, null), LATER);
        queue.comes(ReceiptMeaning.LOST, text, LATER);
        queue.comes(ReceiptMeaning.TAKEN, text, LATER);

        assertThat(queue.standing()).containsExactly("FAILED UNDELIVERABLE: UNREACHED");
        assertThat(queue.claim(EMAIL, 1, LATER)).isEmpty();
        assertThat(queue.countersThatAddUp().underWay()).isFalse();
    }

    @Test
    void aLateArrivalClosesWhatItsFailureHadOpened() throws SQLException {
        queue.planAndRelease(1, "SMS", "EMAIL");
        Claimed text = queue.accepted(SMS, NOW);
        queue.comes(ReceiptMeaning.LOST, text, NOW);
        assertThat(queue.standing()).containsExactly("FAILED DUE: OUTSTANDING");

        queue.comes(ReceiptMeaning.ARRIVED, text, LATER);

        assertThat(queue.standing()).containsExactly("DELIVERED NOT_NEEDED: REACHED confirmed");
        assertThat(queue.claim(EMAIL, 10, LATER)).isEmpty();
        queue.countersThatAddUp();
    }

    @Test
    void aLateArrivalAfterTheLastChannelFailedReachesThePersonAfterAll() throws SQLException {
        queue.planAndRelease(1, "SMS");
        Claimed text = queue.accepted(SMS, NOW);
        queue.comes(ReceiptMeaning.LOST, text, NOW);
        assertThat(queue.standing()).containsExactly("FAILED: UNREACHED");

        queue.comes(ReceiptMeaning.ARRIVED, text, LATER);

        assertThat(queue.standing()).containsExactly("DELIVERED: REACHED confirmed");
        assertThat(queue.countersThatAddUp().reachedConfirmed()).isEqualTo(1);
    }

    @Test
    void whileItsGateIsClosedWhatWasOpenedWaits() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        POSTGRES.run(connection -> Gates.close(connection, queue.id(), "PAUSED", "tester", NOW));

        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        assertThat(queue.standing()).containsExactly("FAILED DUE: OUTSTANDING");
        assertThat(queue.claim(SMS, 10, LATER)).isEmpty();
        POSTGRES.run(connection -> Gates.open(connection, queue.id(), "tester", NOW));
        assertThat(queue.claim(SMS, 10, LATER)).hasSize(1);
    }

    @Test
    void ofACancelledBatchWhatWasOpenedIsWithdrawn() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        POSTGRES.run(connection -> Gates.close(connection, queue.id(), "CANCELLED", "tester", NOW));
        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        POSTGRES.run(connection -> Withdrawal.ofLeftovers(connection, queue.id(), 10, LATER));

        assertThat(queue.standing()).containsExactly("FAILED CANCELLED: WITHDRAWN");
        queue.countersThatAddUp();
    }

    @Test
    void whoWasExcludedSinceIsNotWrittenToAgain() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        Exclusion exclusion = new Exclusion(
                UUID.randomUUID(), queue.incident(), "C-1", ExclusionReason.WRONGLY_LISTED, null, "tester", NOW);
        POSTGRES.run(connection -> {
            exclusion.insert(connection);
            LaterExclusions.apply(connection, exclusion, List.of(queue.id()), NOW);
        });

        queue.comes(ReceiptMeaning.LOST, mail, LATER);
        POSTGRES.run(connection -> LaterExclusions.settleLeftovers(connection, queue.id(), LATER));

        assertThat(queue.standing()).containsExactly("FAILED NOT_NEEDED: EXCLUDED");
        queue.countersThatAddUp();
    }

    @Test
    void withoutTheirDataNobodyIsWrittenToAgain() throws SQLException {
        queue.planAndRelease(1, "EMAIL", "SMS");
        Claimed mail = queue.accepted(EMAIL, NOW);
        queue.comes(ReceiptMeaning.LOST, mail, LATER);

        POSTGRES.run(connection -> LateFailures.giveUp(connection, queue.id(), "RECORDS_PURGED", LATER));

        assertThat(queue.standing()).containsExactly("FAILED UNDELIVERABLE: UNREACHED");
        queue.countersThatAddUp();
    }

    @Test
    void whatComesInWhileABatchIsLookedAtIsKeptForTheNextLook() throws SQLException {
        queue.planAndRelease(2, "EMAIL", "SMS");
        Claimed first = queue.accepted(EMAIL, NOW);
        Claimed second = queue.accepted(EMAIL, NOW);
        queue.comes(ReceiptMeaning.LOST, first, LATER);
        try (Connection looking = POSTGRES.database().getConnection()) {
            looking.setAutoCommit(false);
            assertThat(LateFailures.take(looking, queue.id())).isEqualTo(1);
            queue.comes(ReceiptMeaning.LOST, second, LATER);
            looking.commit();
        }
        assertThat(noted()).isTrue();
        assertThat(POSTGRES.<Integer>call(connection -> LateFailures.take(connection, queue.id())))
                .isEqualTo(1);
        assertThat(noted()).isFalse();
    }

    private boolean noted() throws SQLException {
        return POSTGRES.call(LateFailures::batches).contains(queue.id());
    }
}
