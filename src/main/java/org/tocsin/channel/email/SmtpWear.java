package org.tocsin.channel.email;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much one connection has been through, and whether it is still good for another message. */
final class SmtpWear {

    // A server that has closed an idle connection is noticed by asking it; right after a message it is not worth the
    // trip.
    private static final Duration CHECKED_AFTER = Duration.ofSeconds(5);

    private final int maxMessages;
    private final long maxAgeNanos;
    private final LongSupplier nanoTime;
    private final long openedAtNanos;
    private long usedAtNanos;
    private int messages;

    /** Begins when the connection is opened. */
    SmtpWear(EmailConfig.Provider config, LongSupplier nanoTime) {
        this.maxMessages = config.messagesPerConnection();
        this.maxAgeNanos = config.maxConnectionAge().toNanos();
        this.nanoTime = nanoTime;
        this.openedAtNanos = nanoTime.getAsLong();
        this.usedAtNanos = openedAtNanos;
    }

    void used() {
        messages++;
        usedAtNanos = nanoTime.getAsLong();
    }

    /** Whether it has carried a message already. */
    boolean usedBefore() {
        return messages > 0;
    }

    boolean wornOut() {
        return messages >= maxMessages || nanoTime.getAsLong() - openedAtNanos >= maxAgeNanos;
    }

    /** Whether it idled so long that it may have been closed at the other end. */
    boolean doubtful() {
        return nanoTime.getAsLong() - usedAtNanos >= CHECKED_AFTER.toNanos();
    }
}
