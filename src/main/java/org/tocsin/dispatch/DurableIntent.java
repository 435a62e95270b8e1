package org.tocsin.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.tocsin.delivery.Intent;
import org.tocsin.delivery.Outcome;

/** The intent of one message: on record before the message can leave, and not long ago. Used by one sender. */
final class DurableIntent {

    /** How old an intent may be when the message leaves: long enough to get to the final dot, too short to be forgotten. */
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private final GroupCommit commit;
    private final Intent intent;
    private final CompletableFuture<Boolean> first;
    private CompletableFuture<Boolean> granted;
    private final LongSupplier nanos;
    // From before the commit on: whatever stops this process, however long, the intent gets older meanwhile.
    private long askedNanos;

    /** @param last the sender's outcome before this one, written in the same commit; or null */
    DurableIntent(GroupCommit commit, Outcome last, Intent intent) {
        this(commit, last, intent, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    DurableIntent(GroupCommit commit, Outcome last, Intent intent, LongSupplier nanos) {
        this.commit = commit;
        this.intent = intent;
        this.nanos = nanos;
        this.askedNanos = nanos.getAsLong();
        this.first = commit.settleAndIntend(last, intent);
        this.granted = first;
    }

    /** Waits for the commit, and says whether the attempt is on record. */
    boolean begun() {
        return first.join();
    }

    /**
     * Waits for the commit, and says whether the message may leave at this moment. A server that took its time to greet us, or
     * with the recipient, has let the intent grow old: then it is committed anew, which asks for claim and gate once more.
     */
    boolean holds() {
        if (granted.join() && !fresh()) {
            askedNanos = nanos.getAsLong();
            granted = commit.settleAndIntend(null, intent);
        }
        return granted.join() && fresh();
    }

    private boolean fresh() {
        return nanos.getAsLong() - askedNanos <= FRESH_NANOS;
    }
}
