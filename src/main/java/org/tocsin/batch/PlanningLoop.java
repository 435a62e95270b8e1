package org.tocsin.batch;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks for batches to plan: new ones, and those that a crash cut off. */
@ApplicationScoped
class PlanningLoop {

    private static final Logger LOG = Logger.getLogger(PlanningLoop.class);

    private final BatchPlanner planner;

    PlanningLoop(BatchPlanner planner) {
        this.planner = planner;
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
            }
        }
    }
}
