package org.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Outcome;

class OutcomeRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant HORIZON = NOW.plus(Duration.ofHours(72));

    private final OutcomeRules rules =
            new OutcomeRules(new RetrySchedule(new SplittableRandom(1)), Duration.ofMinutes(10));

    @Example
    void anAcceptedMessageIsAccepted() {
        Outcome outcome = of(0, HORIZON, SendResult.accepted("main", "250 2.0.0", "queued", "abc"));
        assertThat(outcome.next()).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(outcome.burns()).isFalse();
        assertThat(outcome.attempt().providerId()).isEqualTo("abc");
    }

    @Example
    void aLostAnswerIsUnknownUntilItIsLookedInto() {
        Outcome outcome = of(0, HORIZON, result(Verdict.UNKNOWN, SendStage.FINAL_DOT, FailureClass.AMBIGUOUS, null));
        assertThat(outcome.next()).isEqualTo(DeliveryState.UNKNOWN);
        assertThat(outcome.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Example
    void aRefusalIsFinal() {
        Outcome outcome = of(0, HORIZON, result(Verdict.REFUSED, SendStage.RCPT_TO, FailureClass.ADDRESS_DEAD, null));
        assertThat(outcome.next()).isEqualTo(DeliveryState.FAILED);
        assertThat(outcome.reason()).isEqualTo("ADDRESS_DEAD");
    }

    @Property
    void whatIsTriedLaterComesBackWithinTheHorizonOrIsGivenUp(
            @ForAll @IntRange(max = 100) int burnt,
            @ForAll SendStage stage,
            @ForAll FailureClass failureClass,
            @ForAll @IntRange(max = 100_000) int askedSeconds,
            @ForAll @IntRange(max = 300_000) int secondsLeft) {
        Duration asked = Duration.ofSeconds(askedSeconds);
        Instant giveUpAt = NOW.plusSeconds(secondsLeft);
        Outcome outcome = of(burnt, giveUpAt, result(Verdict.TRY_LATER, stage, failureClass, asked));
        if (outcome.next() == DeliveryState.DUE) {
            assertThat(outcome.dueAt()).isAfterOrEqualTo(NOW.plus(asked)).isBeforeOrEqualTo(giveUpAt);
        } else {
            assertThat(outcome.next()).isEqualTo(DeliveryState.FAILED);
            assertThat(outcome.reason()).isEqualTo("GAVE_UP");
        }
        boolean uncounted = failureClass == FailureClass.TOO_FAST || stage == SendStage.NOT_STARTED;
        assertThat(outcome.burns()).isEqualTo(!uncounted);
    }

    @Example
    void aClaimThatWasNotBegunLeavesNoAttempt() {
        Outcome outcome = OutcomeRules.notBegun(claimed(0, HORIZON), NOW);
        assertThat(outcome.next()).isEqualTo(DeliveryState.DUE);
        assertThat(outcome.attempt()).isNull();
    }

    private Outcome of(int burnt, Instant giveUpAt, SendResult result) {
        return rules.of(claimed(burnt, giveUpAt), result, "hash", NOW.minusSeconds(1), NOW);
    }

    private static SendResult result(Verdict verdict, SendStage stage, FailureClass failureClass, Duration retryAfter) {
        return new SendResult(verdict, stage, failureClass, "main", "451", "busy", null, retryAfter);
    }

    private static Claimed claimed(int burnt, Instant giveUpAt) {
        return new Claimed(
                new UUID(1, 1),
                new UUID(1, 2),
                new UUID(1, 3),
                ChannelKind.EMAIL,
                1,
                burnt,
                burnt,
                false,
                giveUpAt,
                NOW,
                null,
                new UUID(1, 4),
                1,
                "C-1");
    }
}
