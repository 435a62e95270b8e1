package org.tocsin.delivery;

import java.util.Collection;

/** What became of one person in one batch. */
public enum NoticeOutcome {
    /** Something is still under way and nothing has served. */
    OUTSTANDING,
    /** A delivery was taken, and did not bounce later. */
    REACHED,
    /** Nothing can change any more and nothing served: a letter or a substitute notice is due. */
    UNREACHED,
    /** Left out, with a reason. */
    EXCLUDED,
    /** The batch was cancelled before this person was served. */
    WITHDRAWN;

    /**
     * The outcome that follows from the deliveries of someone who was neither excluded nor withdrawn (both are decided, and
     * written with the decision). The same rule stands as SQL in {@link NoticeOutcomes}; a test holds the two together.
     */
    public static NoticeOutcome of(Collection<DeliveryState> deliveries) {
        if (deliveries.stream().anyMatch(DeliveryState::served)) {
            return REACHED;
        }
        if (deliveries.stream().anyMatch(DeliveryState::open)) {
            return OUTSTANDING;
        }
        return UNREACHED;
    }
}
