package org.tocsin.delivery.feedback;

import org.tocsin.delivery.DeliveryState;

/**
 * Where a receipt takes a delivery: up in rank or nowhere, so that receipts may come in any order and any number of times.
 *
 * <p>The ranks are: nothing known yet, ACCEPTED, FAILED, DELIVERED. An arrival outranks a failure because it is a fact, while a
 * failure is often only the end of somebody's patience: callbacks carry no time, so of two that contradict each other nobody can
 * say which was first.
 */
final class ReceiptRule {

    /** What to do with a receipt. */
    enum Step {
        /** The delivery goes where {@link ReceiptMeaning#state} says. */
        MOVE,
        /** It tells nothing new. */
        STAY,
        /** The delivery is in somebody's hands: look again later. */
        WAIT
    }

    private static final int FINAL = 4;

    private ReceiptRule() {}

    /**
     * What a receipt does.
     *
     * @param ofLastMessage whether it is of the last attempt that may have left; of the ones before only an arrival counts, for a
     *     later message can still arrive where an earlier one was lost
     */
    static Step of(DeliveryState state, ReceiptMeaning meaning, boolean ofLastMessage) {
        if (state == DeliveryState.SENDING) {
            return Step.WAIT; // a receipt can overtake our own commit: the sender's outcome comes first
        }
        if (!ofLastMessage && meaning != ReceiptMeaning.ARRIVED) {
            return Step.STAY;
        }
        if (rank(state) >= rank(meaning.state())) {
            return Step.STAY;
        }
        return state.mayBecome(meaning.state()) ? Step.MOVE : Step.WAIT;
    }

    /**
     * What a receipt of an email does. Here a failure outranks an arrival: "delivered" is only the next server's word, and a
     * bounce comes from one behind it. All attempts of a delivery share a return path, so each receipt counts as the last message's.
     */
    static Step ofEmail(DeliveryState state, ReceiptMeaning meaning) {
        if (state == DeliveryState.SENDING) {
            return Step.WAIT;
        }
        if (emailRank(state) >= emailRank(meaning.state())) {
            return Step.STAY;
        }
        return state.mayBecome(meaning.state()) ? Step.MOVE : Step.WAIT;
    }

    private static int emailRank(DeliveryState state) {
        return switch (state) {
            case DELIVERED -> rank(DeliveryState.FAILED);
            case FAILED -> rank(DeliveryState.DELIVERED);
            default -> rank(state);
        };
    }

    private static int rank(DeliveryState state) {
        return switch (state) {
            case PLANNED, DUE, SENDING, UNKNOWN, HELD -> 0;
            case ACCEPTED -> 1;
            case FAILED -> 2;
            case DELIVERED -> 3;
            case UNDELIVERABLE, NOT_NEEDED, CANCELLED -> FINAL;
        };
    }
}
