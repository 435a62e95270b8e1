package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchStatus;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;
import org.tocsin.channel.Readiness;
import org.tocsin.delivery.Claims;
import org.tocsin.delivery.Outcome;
import org.tocsin.delivery.Replicas;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;

/**
 * Sends what is due, on this replica: one thread claims and hands out, the lanes send, {@link GroupCommit} writes, and
 * {@link Housekeeping} looks after the rest.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final UUID worker = Ids.next();
    private final DispatchConfig config;
    private final AgroalDataSource database;
    private final Claimer claimer;
    private final BatchProgress progress;
    private final Clock clock;
    private final OpenGates gates;
    private final GroupCommit commit;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<UUID, Long> inHand = new ConcurrentHashMap<>(); // delivery -> epoch of the claim
    private final Semaphore hungry = new Semaphore(0);
    private final Housekeeping housekeeping;
    private final RefusalWatch refusals;
    private final Thread writer;
    private final Thread coordinator;
    private volatile boolean stopping;
    private boolean strays;
    private List<Batch> sending = List.of();
    private long lookedAtNanos = System.nanoTime() - LOOK_EVERY_NANOS;

    Dispatcher(
            DispatchConfig config,
            @DataSource("dispatch") AgroalDataSource database,
            Claimer claimer,
            BatchProgress progress,
            Channels channels,
            MessageMaker maker,
            EvidenceLog evidence,
            Housekeeping housekeeping,
            RefusalWatch refusals,
            SlowDomains slowDomains,
            SendingHours hours,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.claimer = claimer;
        this.progress = progress;
        this.clock = clock;
        this.housekeeping = housekeeping;
        this.refusals = refusals;
        this.gates = new OpenGates(database);
        this.commit = new GroupCommit(database, worker, evidence, this::written, this::senders, clock);
        OutcomeRules rules = new OutcomeRules(new RetrySchedule(new SplittableRandom()), config.reconcileAfter());
        for (ChannelKind kind : ChannelKind.values()) {
            for (boolean drill : new boolean[] {false, true}) {
                channels.find(kind, drill)
                        .map(channel -> new Lane(
                                channel,
                                drill,
                                new DeliverOne(
                                        channel, maker, commit, gates, rules, refusals, slowDomains, hours, clock),
                                commit,
                                hungry::release,
                                clock))
                        .ifPresent(lanes::add);
            }
        }
        this.writer = new Thread(commit, "dispatch-writer");
        this.coordinator = new Thread(this::coordinate, "dispatch-claim");
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            LOG.info("Sending is switched off on this replica (tocsin.dispatch.enabled)");
            return;
        }
        housekeeping.start(worker, gates);
        writer.start();
        lanes.forEach(Lane::start);
        coordinator.start();
    }

    /** Before the channels, whose turn comes at the usual priority: what is in hand still goes through them. */
    void stop(@Observes @Priority(Interceptor.Priority.APPLICATION) ShutdownEvent event) throws InterruptedException {
        if (!config.enabled()) {
            return;
        }
        stopping = true;
        hungry.release();
        coordinator.join();
        for (Lane lane : lanes) {
            for (DeliverOne.Work notBegun : lane.stop()) {
                commit.settle(OutcomeRules.notBegun(notBegun.claimed(), clock.instant()));
            }
        }
        boolean drained = drain();
        commit.stop(config.drain());
        writer.join(config.drain().toMillis());
        housekeeping.stop();
        if (drained && inHand.isEmpty()) {
            leave();
        } else {
            LOG.warnf("Stopped with %d messages in hand; another replica will look into them", inHand.size());
        }
    }

    private boolean drain() throws InterruptedException {
        long end = System.nanoTime() + config.drain().toNanos();
        boolean drained = true;
        for (Lane lane : lanes) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            drained &= lane.join(left);
        }
        return drained;
    }

    private void leave() {
        try {
            Transactions.execute(database, connection -> Replicas.remove(connection, worker));
        } catch (SQLException e) {
            LOG.debug("The replica's row is left for another to remove");
        }
    }

    private void coordinate() {
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
            if (hungry.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
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
            for (Batch batch : sending) {
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
            sending = progress.active().stream()
                    .filter(batch -> batch.status == BatchStatus.DISPATCHING)
                    .toList();
        } catch (RuntimeException e) {
            // A crowd of readers has all connections of the pool that this uses: those known before go on.
            LOG.debugf("The batches could not be looked at: %s", e.getClass().getName());
        }
        Set<UUID> ids = sending.stream().map(batch -> batch.id).collect(Collectors.toSet());
        gates.watchOnly(ids);
        claimer.watchOnly(ids);
    }

    /** One batch that cannot be claimed from must not keep the others waiting. */
    private boolean claimOrSkip(Lane lane, Batch batch) {
        try {
            return claim(lane, batch);
        } catch (SQLException | RuntimeException e) {
            strays = true;
            LOG.warnf(
                    "Claiming from batch %s was interrupted: %s",
                    batch.id, e.getClass().getName());
            return false;
        }
    }

    private boolean claim(Lane lane, Batch batch) throws SQLException {
        ChannelKind kind = lane.channel().kind();
        Readiness readiness = lane.channel().readiness();
        int room = lane.room(readiness);
        if (room == 0
                || !refusals.calm(batch.id)
                || batch.drill != lane.drill()
                || !batch.policy.channels().order().contains(kind)) {
            return false;
        }
        claimer.charge(kind, readiness, lane.takeExcess());
        Claimer.Result result = claimer.claim(worker, batch.id, kind, readiness, room);
        if (!result.works().isEmpty()) {
            gates.claimedFrom(batch.id);
        }
        result.works()
                .forEach(work ->
                        inHand.put(work.claimed().deliveryId(), work.claimed().epoch()));
        lane.take(result.works());
        return result.moved();
    }

    private int senders() {
        int atWork = 0;
        for (Lane lane : lanes) {
            atWork += lane.sendersAtWork();
        }
        return atWork;
    }

    private void written(Outcome outcome) {
        inHand.remove(outcome.deliveryId(), outcome.epoch());
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
