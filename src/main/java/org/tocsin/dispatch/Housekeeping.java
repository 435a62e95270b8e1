package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.tocsin.batch.BatchApproved;
import org.tocsin.batch.BatchControl;
import org.tocsin.batch.FactsWatch;
import org.tocsin.batch.HoldReason;
import org.tocsin.batch.Withdrawals;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.dispatch.progress.ActiveBatches;
import org.tocsin.dispatch.progress.BatchProgress;
import org.tocsin.dispatch.progress.Reopening;
import org.tocsin.platform.database.Transactions;

/** What goes on beside the sending: heartbeat, a look at the gates, progress of batches, rescue, the uncertain. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration GATES_EVERY = Duration.ofMillis(300);
    private static final Duration UNCERTAIN_EVERY = Duration.ofSeconds(1);
    private static final Duration WITHDRAWALS_EVERY = Duration.ofSeconds(1);
    private static final Duration RESCUE_EVERY = Duration.ofSeconds(5);

    /** A task that may fail; what it did not do, its next turn does. */
    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }

    private final DispatchConfig config;
    private final AgroalDataSource database;
    private final BatchProgress progress;
    private final Reopening reopening;
    private final BatchControl control;
    private final FactsWatch facts;
    private final Rescuer rescuer;
    private final UncertainResolver uncertain;
    private final RefusalWatch refusals;
    private final Withdrawals withdrawals;
    private final DispatchMetrics metrics;

    // The heartbeat, the gates and a storm's alarm have threads of their own: a slow look-up must not let a lease run
    // out, a gate go unseen or a storm go on elsewhere.
    private final ScheduledExecutorService pulse =
            Executors.newScheduledThreadPool(3, task -> new Thread(task, "pulse"));
    private final ScheduledExecutorService chores =
            Executors.newScheduledThreadPool(3, task -> new Thread(task, "housekeeping"));

    /** One thread: however many batches are approved at once, their lists are digested one by one, and the chores go on. */
    private final ExecutorService starts = Executors.newSingleThreadExecutor(task -> new Thread(task, "batch-start"));

    Housekeeping(
            DispatchConfig config,
            @DataSource("dispatch") AgroalDataSource database,
            BatchProgress progress,
            Reopening reopening,
            BatchControl control,
            FactsWatch facts,
            Rescuer rescuer,
            UncertainResolver uncertain,
            RefusalWatch refusals,
            Withdrawals withdrawals,
            DispatchMetrics metrics) {
        this.config = config;
        this.database = database;
        this.progress = progress;
        this.reopening = reopening;
        this.control = control;
        this.facts = facts;
        this.rescuer = rescuer;
        this.uncertain = uncertain;
        this.refusals = refusals;
        this.withdrawals = withdrawals;
        this.metrics = metrics;
    }

    void start(UUID worker, OpenGates gates) {
        Lease lease = new Lease(config.heartbeat(), config.lease());
        refusals.onStorm(() -> pulse.execute(() -> holdStorms(gates)));
        every(pulse, lease.heartbeat(), "heartbeat", () -> beat(worker, lease));
        every(pulse, GATES_EVERY, "gates", gates::refresh);
        every(chores, config.progressInterval(), "progress", () -> moveBatchesOn(gates));
        every(chores, WITHDRAWALS_EVERY, "withdrawals", withdrawals::run);
        every(chores, UNCERTAIN_EVERY, "uncertain", uncertain::resolve);
        every(chores, RESCUE_EVERY, "rescue", () -> rescuer.rescue(worker, lease));
    }

    void startAtOnce(@Observes(during = TransactionPhase.AFTER_SUCCESS) BatchApproved approved) {
        if (config.enabled()) {
            starts.execute(() -> orSkip(approved.batch(), this::moveOn));
        }
    }

    void stop() {
        pulse.shutdownNow();
        chores.shutdownNow();
        starts.shutdownNow();
    }

    private void beat(UUID worker, Lease lease) throws Exception {
        int alive = Transactions.run(database, connection -> {
            Replicas.beat(connection, worker, lease);
            return Replicas.alive(connection, lease.length());
        });
        refusals.shareAmong(alive);
        metrics.beat();
    }

    /** Holds what a storm has hit; what the database did not take, the next progress does. */
    private void holdStorms(OpenGates gates) {
        for (UUID batch : refusals.storms()) {
            try {
                control.hold(batch, HoldReason.POLICY_REFUSALS);
                gates.refresh();
                refusals.held(batch);
            } catch (RuntimeException e) {
                LOG.warnf(
                        "Batch %s is stopped here and could not be held yet: %s",
                        batch, e.getClass().getName());
            }
        }
    }

    private void moveBatchesOn(OpenGates gates) throws Exception {
        holdStorms(gates);
        facts.holdChanged();
        for (UUID batch : progress.lapsed()) {
            orSkip(batch, control::lapse);
        }
        for (UUID batch : reopening.concerned()) {
            orSkip(batch, reopening::look);
        }
        for (ActiveBatches.Active batch : Transactions.run(database, ActiveBatches::read)) {
            orSkip(batch.id(), this::moveOn);
        }
    }

    private void moveOn(UUID batch) {
        boolean started = progress.step(batch);
        if (started) {
            progress.step(batch);
        }
    }

    /** One batch that cannot be moved on must not keep the others waiting. */
    private static void orSkip(UUID batch, Consumer<UUID> step) {
        try {
            step.accept(batch);
        } catch (RuntimeException e) {
            LOG.warnf("Batch %s could not be moved on: %s", batch, e.getClass().getName());
        }
    }

    private static void every(ScheduledExecutorService on, Duration pause, String name, Task task) {
        on.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Exception e) {
                        // A scheduled task that throws is never run again; this is the last line of defence against
                        // that.
                        LOG.warnf(
                                "%s was interrupted and will be tried again: %s",
                                name, e.getClass().getName());
                        LOG.debug(name, e);
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
