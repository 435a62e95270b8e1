package org.tocsin.channel;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends exchanges that last too long. A timeout per read is not enough: a server that sends one byte a second keeps every
 * read short and the exchange endless.
 */
public final class Watchdog implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    public Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "channel-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(
                true); // nearly every watch is called off: they must not pile up until they are due
    }

    /**
     * Runs {@code bite} after {@code limit} unless the watch is closed before.
     *
     * @param bite must not block, for it shares one thread with every other
     */
    public Watch after(Duration limit, Runnable bite) {
        Future<?> due = timer.schedule(bite, limit.toNanos(), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A watch over one exchange; closing it twice does no harm. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
