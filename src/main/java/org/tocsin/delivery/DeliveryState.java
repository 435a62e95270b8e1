package org.tocsin.delivery;

import java.util.EnumSet;
import java.util.Set;

/** Where one notice over one channel stands. The moves below are the only ones; docs/delivery-states.md tells them as a story. */
public enum DeliveryState {
    /** Planned, and waiting for the release or for an earlier channel. */
    PLANNED,
    /** To be sent when its time has come. */
    DUE,
    /** A replica has it in hand. */
    SENDING,
    /** The next hop took it. Not: it arrived. */
    ACCEPTED,
    /** A receipt says that it arrived. */
    DELIVERED,
    /** Refused for good, bounced, or given up. */
    FAILED,
    /** May have left; no answer. */
    UNKNOWN,
    /** A person must decide. */
    HELD,
    /** No usable address, or left out. */
    UNDELIVERABLE,
    /** Another channel has served the person. */
    NOT_NEEDED,
    /** The batch was cancelled first. */
    CANCELLED;

    private static final Set<DeliveryState> SERVED = EnumSet.of(ACCEPTED, DELIVERED);
    private static final Set<DeliveryState> OPEN = EnumSet.of(PLANNED, DUE, SENDING, UNKNOWN, HELD);

    /** Whether a delivery may move from this state to another; staying put is no move. */
    public boolean mayBecome(DeliveryState next) {
        return switch (this) {
            case PLANNED ->
                EnumSet.of(DUE, HELD, NOT_NEEDED, UNDELIVERABLE, CANCELLED).contains(next);
            case DUE ->
                EnumSet.of(SENDING, HELD, NOT_NEEDED, UNDELIVERABLE, CANCELLED, ACCEPTED, DELIVERED, FAILED)
                        .contains(next);
            case SENDING ->
                EnumSet.of(ACCEPTED, DELIVERED, FAILED, DUE, UNKNOWN, HELD, UNDELIVERABLE)
                        .contains(next);
            case UNKNOWN -> EnumSet.of(ACCEPTED, DELIVERED, FAILED, DUE, HELD).contains(next);
            case HELD ->
                EnumSet.of(DUE, NOT_NEEDED, UNDELIVERABLE, CANCELLED, ACCEPTED, DELIVERED, FAILED)
                        .contains(next);
            case ACCEPTED -> EnumSet.of(DELIVERED, FAILED).contains(next);
            case DELIVERED -> next == FAILED;
            case FAILED -> next == DELIVERED;
            case NOT_NEEDED -> EnumSet.of(DUE, HELD).contains(next);
            case UNDELIVERABLE, CANCELLED -> false;
        };
    }

    /** Whether the person has been told, as far as is known. */
    public boolean served() {
        return SERVED.contains(this);
    }

    /** Whether the delivery can still change without anything coming back from outside. */
    public boolean open() {
        return OPEN.contains(this);
    }
}
