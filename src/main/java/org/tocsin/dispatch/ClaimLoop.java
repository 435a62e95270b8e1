package org.tocsin.dispatch;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.batch.BatchStatus;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Readiness;
import org.tocsin.delivery.Claims;
import org.tocsin.delivery.Outcome;
import org.tocsin.dispatch.progress.ActiveBatches;
import org.tocsin.dispatch.progress.ActiveBatches.Active;
import org.tocsin.platform.database.Transactions;

/** The one thread of a replica that claims: for each lane that has room, from each batch that is being sent, urgent ones first. */
final class ClaimLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(ClaimLoop.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final UUID worker;
    private final Duration pollInterval;
    private final DataSource database;
    private final Claimer claimer;
    private final OpenGates gates;
    private final RefusalWatch refusals;
    private final Clock clock;
    private final Map<UUID, Long> inHand = new ConcurrentHashMap<>(); // delivery -> epoch of the claim
    private final Semaphore hungry = new Semaphore(0);
    private Lanes lanes;
    private volatile boolean stopping;
    private boolean strays;
    private List<Active> sending = List.of();
    private long lookedAtNanos = System.nanoTime() - LOOK_EVERY_NANOS;

    ClaimLoop(
            UUID worker,
            Duration pollInterval,
            DataSource database,
            Claimer claimer,
            OpenGates gates,
            RefusalWatch refusals,
            Clock clock) {
        this.worker = worker;
        this.pollInterval = pollInterval;
        this.database = database;
        this.claimer = claimer;
        this.gates = gates;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** Whom to claim for; to be said before the thread starts. */
    void feed(Lanes fed) {
        this.lanes = fed;
    }

    /** Has it look again now: a lane has room. */
    void hungry() {
        hungry.release();
    }

    /** Ends the thread behind the claim that it is at. */
    void stop() {
        stopping = true;
        hungry.release();
    }

    /** Notes that the outcome of a claim is durable. */
    void written(Outcome outcome) {
        inHand.remove(outcome.deliveryId(), outcome.epoch());
    }

    /** How many claims of this replica have no durable outcome yet. */
    int inHand() {
        return inHand.size();
    }

    @Override
    public void run() {
        while (!stopping) {
            boolean claimed = false;
            try {
                giveBackStrays();
                claimed = claimForAll();
            } catch (SQLException | RuntimeException e) {
                // The last line of defence of the one thread that claims: whatever it was, it is tried again.
                strays = true;
                LOG.warnf("Claiming was interrupted: %s", e.getClass().getName());
            }
            if (!claimed) {
                waitForAppetite();
            }
        }
    }

    private void waitForAppetite() {
        try {
            if (hungry.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS)) {
                hungry.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private boolean claimForAll() {
        lookAtBatches();
        boolean claimed = false;
        for (Lane lane : lanes) {
            for (Active batch : sending) {
                claimed |= claimOrSkip(lane, batch);
            }
        }
        return claimed;
    }

    /** Which batches there are changes seldom; whether one is to be sent is asked at every claim, in the claim itself. */
    private void lookAtBatches() {
        if (System.nanoTime() - lookedAtNanos < LOOK_EVERY_NANOS) {
            return;
        }
        lookedAtNanos = System.nanoTime();
        try {
            sending = Transactions.run(database, ActiveBatches::read).stream()
                    .filter(batch -> batch.status() == BatchStatus.DISPATCHING)
                    .toList();
        } catch (SQLException e) {
            LOG.debugf(
                    "The batches could not be looked at, and those known before go on (SQL state %s)", e.getSQLState());
        }
        Set<UUID> ids = sending.stream().map(Active::id).collect(Collectors.toSet());
        gates.watchOnly(ids);
        claimer.watchOnly(ids);
    }

    /** One batch that cannot be claimed from must not keep the others waiting. */
    private boolean claimOrSkip(Lane lane, Active batch) {
        try {
            return claim(lane, batch);
        } catch (SQLException | RuntimeException e) {
            strays = true;
            LOG.warnf(
                    "Claiming from batch %s was interrupted: %s",
                    batch.id(), e.getClass().getName());
            return false;
        }
    }

    private boolean claim(Lane lane, Active batch) throws SQLException {
        ChannelKind kind = lane.channel().kind();
        Readiness readiness = lane.channel().readiness();
        int room = lane.room(readiness);
        if (room == 0
                || !refusals.calm(batch.id())
                || batch.drill() != lane.drill()
                || !batch.channels().contains(kind)) {
            return false;
        }
        claimer.charge(kind, readiness, lane.takeExcess());
        Claimer.Result result = claimer.claim(worker, batch.id(), kind, readiness, room);
        if (!result.works().isEmpty()) {
            gates.claimedFrom(batch.id());
        }
        result.works()
                .forEach(work ->
                        inHand.put(work.claimed().deliveryId(), work.claimed().epoch()));
        lane.take(result.works());
        return result.moved();
    }

    /** After a broken commit, claims may be ours that nobody told us of. Only this thread claims, so none is on its way. */
    private void giveBackStrays() throws SQLException {
        if (strays) {
            int given = Transactions.run(
                    database,
                    connection ->
                            Claims.giveBackAllBut(connection, worker, Set.copyOf(inHand.keySet()), clock.instant()));
            strays = false;
            if (given > 0) {
                LOG.infof("Gave back %d claims whose commit had not been answered", given);
            }
        }
    }
}
