package org.tocsin.benchmark;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at a sink's count every 10 ms, and so knows when the first and the last message came: one clock for everybody. */
final class SinkWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(10);

    private final Sink sink;
    private final long skipped;
    private final long before;
    private final long bytesBefore;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    private long seen;
    private long firstNanos;
    private long lastNanos;

    private SinkWatch(Sink sink, long skipped) {
        this.sink = sink;
        this.skipped = skipped;
        this.before = sink.messages() + skipped;
        this.bytesBefore = sink.bytes();
    }

    static SinkWatch start(Sink sink) {
        return start(sink, 0);
    }

    /** @param skipped how many messages come first that warm somebody up, and do not count */
    static SinkWatch start(Sink sink, long skipped) {
        SinkWatch watch = new SinkWatch(sink, skipped);
        watch.looking.scheduleWithFixedDelay(watch::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private synchronized void look() {
        long now = sink.messages() - before;
        if (now > seen) {
            lastNanos = System.nanoTime();
            if (seen == 0) {
                firstNanos = lastNanos;
            }
            seen = now;
        }
    }

    /** Messages that came since the watch began. */
    synchronized long messages() {
        return seen;
    }

    /** Waits until so many have come; they have left, so it is a matter of milliseconds. */
    void awaitMessages(long wanted) {
        await().atMost(Duration.ofSeconds(10)).until(() -> messages() >= wanted);
    }

    /** From the first message to the last, to 10 ms. */
    synchronized Duration firstToLast() {
        return Duration.ofNanos(lastNanos - firstNanos);
    }

    /** Bytes on the wire for one message, SMTP commands included. */
    synchronized long bytesPerMessage() {
        return seen == 0 ? 0 : (sink.bytes() - bytesBefore) / (skipped + seen);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
