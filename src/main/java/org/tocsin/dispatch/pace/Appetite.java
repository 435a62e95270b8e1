package org.tocsin.dispatch.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many deliveries a sender of a lane may have claimed: about what it does in a tenth of a second, for as long as it takes to
 * claim more. What is claimed waits for this replica even when another is idle, and is left behind when this one dies.
 */
public final class Appetite {

    /** One under way and one to go on with, and as much again: claims are made when half is done. */
    static final int LEAST = 4;

    /** Enough that a claim is worth its commit. */
    static final int MOST = 8;

    private static final double SHARE_OF_A_SECOND = 0.1;
    private static final long MEASURED_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final int senders;
    private final AtomicInteger done = new AtomicInteger();
    private long sinceNanos;
    private volatile int perSender = LEAST;

    /** @param senders of the lane, at least 1 */
    public Appetite(int senders, long nowNanos) {
        this.senders = senders;
        this.sinceNanos = nowNanos;
    }

    /** Notes that a delivery has come to its outcome. */
    public void done() {
        done.incrementAndGet();
    }

    /** From {@link #LEAST} to {@link #MOST}; measured anew by whoever claims, a few times a second. */
    public int perSender(long nowNanos) {
        long elapsed = nowNanos - sinceNanos;
        if (elapsed >= MEASURED_FOR_NANOS) {
            double perSecond = done.getAndSet(0) * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
            long share = Math.round(perSecond * SHARE_OF_A_SECOND / senders);
            perSender = (int) Math.max(LEAST, Math.min(MOST, share));
            sinceNanos = nowNanos;
        }
        return perSender;
    }

    /** As last measured. */
    public int perSender() {
        return perSender;
    }
}
