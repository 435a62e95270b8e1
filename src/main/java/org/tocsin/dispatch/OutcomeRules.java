package org.tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.tocsin.channel.SendResult;
import org.tocsin.delivery.AttemptEnd;
import org.tocsin.delivery.Claimed;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.suppression.Suppressions;

/** Decides where a delivery goes from what its channel said. */
final class OutcomeRules {

    private static final Duration AFTER_A_DEFECT = Duration.ofMinutes(1);

    private final RetrySchedule schedule;
    private final Duration reconcileAfter;

    OutcomeRules(RetrySchedule schedule, Duration reconcileAfter) {
        this.schedule = schedule;
        this.reconcileAfter = reconcileAfter;
    }

    /** The outcome of an attempt that was made. */
    Outcome of(Claimed claimed, SendResult result, String contentHash, Instant startedAt, Instant now) {
        AttemptEnd end = new AttemptEnd(
                startedAt,
                now,
                result.stage().name(),
                result.verdict().name(),
                result.failureClass() == null ? null : result.failureClass().name(),
                result.code(),
                result.words(),
                result.provider(),
                result.providerId(),
                contentHash);
        return switch (result.verdict()) {
            case ACCEPTED -> outcome(claimed, DeliveryState.ACCEPTED, null, null, false, end);
            case REFUSED -> outcome(claimed, DeliveryState.FAILED, null, end.failureClass(), true, end);
            case UNKNOWN ->
                outcome(claimed, DeliveryState.UNKNOWN, now.plus(reconcileAfter), end.failureClass(), true, end);
            case TRY_LATER -> later(claimed, result, end, now);
        };
    }

    private Outcome later(Claimed claimed, SendResult result, AttemptEnd end, Instant now) {
        boolean burns = result.burnsAttempt();
        Duration wait = burns ? schedule.afterBurnt(claimed.burnt() + 1) : schedule.afterUncounted();
        if (result.retryAfter() != null && result.retryAfter().compareTo(wait) > 0) {
            wait = result.retryAfter();
        }
        Instant again = now.plus(wait);
        if (again.isAfter(claimed.giveUpAt())) {
            return outcome(claimed, DeliveryState.FAILED, null, "GAVE_UP", burns, end);
        }
        return outcome(claimed, DeliveryState.DUE, again, end.failureClass(), burns, end);
    }

    /** The outcome of a claim for which no message could be made: a row that says why, and no second try. */
    static Outcome unsendable(Claimed claimed, String reason, Instant now) {
        AttemptEnd end = new AttemptEnd(now, now, "NOT_STARTED", "REFUSED", "UNSENDABLE", null, reason, null, null, "");
        return outcome(claimed, DeliveryState.FAILED, null, reason, false, end);
    }

    /** The outcome of a claim of somebody to whose address nothing is sent: no attempt, and the next channel opens. */
    static Outcome suppressed(Claimed claimed) {
        return outcome(claimed, DeliveryState.UNDELIVERABLE, null, Suppressions.REASON, false, null);
    }

    /** The outcome of a claim that came outside the recipient's hours: tried when they begin, unless that is too late. */
    static Outcome outsideWindow(Claimed claimed, Instant opensAt, Instant now) {
        return opensAt.isAfter(claimed.giveUpAt())
                ? unsendable(claimed, "WINDOW_CLOSED", now)
                : outcome(claimed, DeliveryState.DUE, opensAt, "OUTSIDE_WINDOW", false, null);
    }

    /** The outcome of a claim that was not begun: somebody closed the gate, or has taken it over. */
    static Outcome notBegun(Claimed claimed, Instant now) {
        return outcome(claimed, DeliveryState.DUE, now, null, false, null);
    }

    /** The outcome of a claim whose message a defect of the service or its machine kept from being made: not at once again. */
    static Outcome notMade(Claimed claimed, Instant now) {
        Instant again = now.plus(AFTER_A_DEFECT);
        return again.isAfter(claimed.giveUpAt())
                ? unsendable(claimed, "NOT_COMPOSED", now)
                : outcome(claimed, DeliveryState.DUE, again, "NOT_COMPOSED", false, null);
    }

    /** The outcome of a claim that broke its sender: nobody knows how far it got. */
    static Outcome broken(Claimed claimed, Instant now) {
        AttemptEnd end = new AttemptEnd(
                now, now, "FINAL_DOT", "UNKNOWN", "AMBIGUOUS", null, "a defect of this service", null, null, "");
        return outcome(claimed, DeliveryState.UNKNOWN, now, "SERVICE_BROKE", true, end);
    }

    private static Outcome outcome(
            Claimed claimed, DeliveryState next, Instant dueAt, String reason, boolean burns, AttemptEnd end) {
        return new Outcome(
                claimed.deliveryId(),
                claimed.noticeId(),
                claimed.epoch(),
                claimed.attempt(),
                next,
                dueAt,
                reason,
                burns,
                end);
    }
}
