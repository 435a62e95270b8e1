package org.tocsin.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;

/**
 * The threads that tell. Each endpoint has a few of its own, made when needed: one that does not answer keeps only its own busy, and
 * of its batches so many at a time.
 */
@ApplicationScoped
class Lanes {

    /** Batches that an endpoint is told of at once, by each replica. */
    static final int PER_ENDPOINT = 4;

    private static final Logger LOG = Logger.getLogger(Lanes.class);

    /** What is to be sent by this replica now. */
    private record Work(List<Claim> claims, Optional<Receiver> receiver) {}

    private final DataSource database;
    private final KeyRing keys;
    private final TellInOrder tell;
    private final Clock clock;
    private final Map<UUID, Integer> busy = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "webhook"));
    private volatile boolean stopping;

    Lanes(DataSource database, KeyRing keys, TellInOrder tell, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.tell = tell;
        this.clock = clock;
    }

    /**
     * Claims what is due for the endpoints that have a lane free, and begins to send it.
     *
     * @param ended told whenever a lane has become free
     */
    void fill(Runnable ended) throws SQLException {
        List<UUID> due = Transactions.run(database, connection -> Cursors.dueEndpoints(connection, clock.instant()));
        for (UUID endpoint : due) {
            int free = PER_ENDPOINT - busy.getOrDefault(endpoint, 0);
            if (free > 0 && !stopping) {
                Work work = Transactions.run(database, connection -> claim(connection, endpoint, free));
                work.receiver().ifPresent(to -> work.claims().forEach(claim -> start(claim, to, ended)));
            }
        }
    }

    private Work claim(Connection connection, UUID endpoint, int free) throws SQLException {
        Instant now = clock.instant();
        Optional<Receiver> receiver = Endpoints.receiver(connection, keys, endpoint, now);
        return new Work(receiver.isEmpty() ? List.of() : Cursors.claim(connection, endpoint, free, now), receiver);
    }

    /** Lets requests that are under way end, for as long; begins none. */
    void stop(Duration patience) {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Webhook requests that are under way are left; another replica repeats them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Claim claim, Receiver receiver, Runnable ended) {
        busy.merge(claim.endpointId(), 1, Integer::sum);
        threads.execute(() -> {
            try {
                tell.run(claim, receiver, () -> stopping);
            } catch (SQLException | RuntimeException e) {
                // Its claim runs out, and somebody goes on.
                LOG.warnf(
                        "Webhook %s waits: %s", claim.endpointId(), e.getClass().getName());
                LOG.debug("webhook", e);
            } finally {
                busy.computeIfPresent(claim.endpointId(), (id, n) -> n == 1 ? null : n - 1);
                ended.run();
            }
        });
    }
}
