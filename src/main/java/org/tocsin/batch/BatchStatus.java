package org.tocsin.batch;

import java.util.EnumSet;

/** Where a batch stands on its way from a plan to the last outcome. */
public enum BatchStatus {
    PLANNING,
    DRAFT,
    SUBMITTED,
    APPROVED,
    DISPATCHING,
    /** A person stopped it. */
    PAUSED,
    /** A rule stopped it; a person must look. */
    HELD,
    COMPLETED,
    /** The plan could not be made. */
    FAILED,
    REJECTED,
    CANCELLED;

    /**
     * Whether its list was submitted and somebody on it may still be told, be it after a late bounce: of a cancelled batch by a
     * letter.
     */
    public boolean listFixed() {
        return EnumSet.of(SUBMITTED, APPROVED, DISPATCHING, PAUSED, HELD, COMPLETED, CANCELLED)
                .contains(this);
    }

    /** Whether nothing of it goes out any more, unless a late bounce opens the next channel. */
    public boolean ended() {
        return EnumSet.of(COMPLETED, FAILED, REJECTED, CANCELLED).contains(this);
    }

    /** Whether a batch may move from this status to another. */
    public boolean mayBecome(BatchStatus next) {
        return switch (this) {
            case PLANNING -> EnumSet.of(DRAFT, FAILED, CANCELLED).contains(next);
            case DRAFT -> EnumSet.of(SUBMITTED, CANCELLED).contains(next);
            case SUBMITTED -> EnumSet.of(APPROVED, REJECTED, HELD, CANCELLED).contains(next);
            case APPROVED -> EnumSet.of(DISPATCHING, PAUSED, HELD, CANCELLED).contains(next);
            case DISPATCHING -> EnumSet.of(PAUSED, HELD, COMPLETED, CANCELLED).contains(next);
            case PAUSED -> EnumSet.of(APPROVED, DISPATCHING, HELD, CANCELLED).contains(next);
            case HELD -> EnumSet.of(SUBMITTED, APPROVED, DISPATCHING, CANCELLED).contains(next);
            case COMPLETED -> next == DISPATCHING;
            case FAILED, REJECTED, CANCELLED -> false;
        };
    }
}
