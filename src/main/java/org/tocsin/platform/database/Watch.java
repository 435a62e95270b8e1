package org.tocsin.platform.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks every second whether the embedded server is still there: it has nobody else who would start it again. */
final class Watch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Server server;
    private final ScheduledExecutorService thread;

    private Watch(Server server, ScheduledExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    static Watch over(Server server) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "embedded-database-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        Watch watch = new Watch(server, thread);
        thread.scheduleWithFixedDelay(watch::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    // An exception that left here would end the watch.
    private void look() {
        try {
            server.restartIfGone();
        } catch (IOException | RuntimeException e) {
            LOG.error("The embedded PostgreSQL cannot be started again now; trying on.", e);
        }
    }

    /** Ends the watch, and waits until it is not at work any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
