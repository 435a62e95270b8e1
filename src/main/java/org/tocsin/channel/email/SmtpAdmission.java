package org.tocsin.channel.email;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many connections a relay lets us have. Many allow fewer than we are configured to open, and turn the next one away
 * with a 421 or by not answering: then those that stand carry everything, and one more is tried now and then.
 */
final class SmtpAdmission {

    private static final long ONE_MORE_AFTER_NANOS = Duration.ofSeconds(10).toNanos();

    private final int configured;
    private final LongSupplier nanoTime;
    private final AtomicInteger standing = new AtomicInteger();
    private int limit;
    private long changedAtNanos;

    SmtpAdmission(int configured, LongSupplier nanoTime) {
        this.configured = configured;
        this.nanoTime = nanoTime;
        this.limit = configured;
    }

    void opened() {
        standing.incrementAndGet();
    }

    void closed() {
        standing.decrementAndGet();
    }

    /** The most connections at present, from 1 to those configured. */
    synchronized int limit() {
        if (limit < configured && nanoTime.getAsLong() - changedAtNanos >= ONE_MORE_AFTER_NANOS) {
            set(limit + 1);
        }
        return limit;
    }

    /**
     * A new connection was not let in.
     *
     * @return whether that was one too many; else nobody at all is let in, and the relay counts as down
     */
    synchronized boolean turnedAway() {
        int others = standing.get();
        set(others > 0 ? Math.min(others, configured) : configured);
        return others > 0;
    }

    private void set(int connections) {
        limit = connections;
        changedAtNanos = nanoTime.getAsLong();
    }
}
