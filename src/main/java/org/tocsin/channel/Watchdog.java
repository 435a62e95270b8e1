package org.tocsin.channel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends exchanges that last too long. A timeout per read is not enough: a server that sends one byte a second keeps every
 * read short and the exchange endless.
 *
 * <p>It looks at all watches in turn, ten times a second, rather than wait for each: nearly every one is called off, and a
 * queue ordered by time would have all senders at its lock, twice for every message.
 */
public final class Watchdog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Watchdog.class);
    private static final long ROUND_MILLIS = 100;

    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService rounds;

    public Watchdog() {
        rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "channel-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        rounds.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs {@code bite} once, up to a tenth of a second after {@code limit}, unless the watch is closed before.
     *
     * @param bite must not block, for it shares one thread with every other
     */
    public Watch after(Duration limit, Runnable bite) {
        Pending watch = new Pending(System.nanoTime() + limit.toNanos(), bite);
        pending.add(watch);
        return watch;
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }

    private void round() {
        long now = System.nanoTime();
        for (Pending watch : pending) {
            if (now - watch.dueNanos >= 0 && pending.remove(watch)) {
                watch.bite();
            }
        }
    }

    /** A watch over one exchange; closing it twice does no harm. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final class Pending implements Watch {

        private final long dueNanos;
        private final Runnable bite;

        Pending(long dueNanos, Runnable bite) {
            this.dueNanos = dueNanos;
            this.bite = bite;
        }

        @Override
        public void close() {
            pending.remove(this);
        }

        private void bite() {
            try {
                bite.run();
            } catch (RuntimeException e) {
                LOG.warn("an exchange could not be ended; its own timeouts will", e); // and the rounds go on
            }
        }
    }
}
