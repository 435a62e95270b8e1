package org.tocsin.batch.planning;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.tocsin.batch.Batch;
import org.tocsin.batch.BatchOpened;
import org.tocsin.batch.BatchStatus;

/** Plans batches: those opened here at once, and in a look round each second those that another replica left behind. */
@ApplicationScoped
class PlanningLoop {

    private static final Logger LOG = Logger.getLogger(PlanningLoop.class);

    private final BatchPlanner planner;

    /** One thread: however many batches are opened at once, their plans take three connections; the look round takes as many. */
    private final ExecutorService atOnce = Executors.newSingleThreadExecutor(work -> new Thread(work, "planning"));

    PlanningLoop(BatchPlanner planner) {
        this.planner = planner;
    }

    void planAtOnce(@Observes(during = TransactionPhase.AFTER_SUCCESS) BatchOpened opened) {
        atOnce.execute(() -> {
            try {
                planWaiting();
            } catch (RuntimeException e) {
                // Such as a database that went away. The look round takes them up again.
                LOG.warnf("Planning was interrupted: %s", e.getClass().getName());
            }
        });
    }

    @PreDestroy
    void stop() {
        atOnce.shutdownNow();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void planWaiting() {
        List<Batch> waiting = QuarkusTransaction.requiringNew()
                .call(() -> Batch.list("status = ?1 order by id", BatchStatus.PLANNING));
        for (Batch batch : waiting) {
            try {
                planner.plan(batch.id);
            } catch (SQLException e) {
                // The batch stays PLANNING and is taken up again at the next look.
                LOG.warnf("Planning of batch %s was interrupted (SQL state %s)", batch.id, e.getSQLState());
            } catch (RuntimeException e) {
                // One that cannot be planned does not keep the others from it.
                LOG.warnf(
                        "Planning of batch %s was interrupted: %s",
                        batch.id, e.getClass().getName());
            }
        }
    }
}
