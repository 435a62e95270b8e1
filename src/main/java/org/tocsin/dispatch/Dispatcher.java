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
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Ids;
import org.tocsin.platform.database.Transactions;

/**
 * Sends what is due, on this replica: {@link ClaimLoop} claims and hands out, the {@link Lanes} send, {@link GroupCommit} writes, and
 * {@link Housekeeping} looks after the rest.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final UUID worker = Ids.next();
    private final DispatchConfig config;
    private final AgroalDataSource database;
    private final Housekeeping housekeeping;
    private final Clock clock;
    private final OpenGates gates;
    private final ClaimLoop claims;
    private final GroupCommit commit;
    private final Lanes lanes;
    private final Thread writer;
    private final Thread claimer;

    Dispatcher(
            DispatchConfig config,
            @DataSource("dispatch") AgroalDataSource database,
            Claimer claimer,
            LaneMaker laneMaker,
            EvidenceLog evidence,
            Housekeeping housekeeping,
            RefusalWatch refusals,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.housekeeping = housekeeping;
        this.clock = clock;
        this.gates = new OpenGates(database);
        this.claims = new ClaimLoop(worker, config.pollInterval(), database, claimer, gates, refusals, clock);
        this.commit = new GroupCommit(database, worker, evidence, claims::written, this::senders, clock);
        this.lanes = laneMaker.lanes(commit, gates, claims::hungry);
        claims.feed(lanes);
        this.writer = new Thread(commit, "dispatch-writer");
        this.claimer = new Thread(claims, "dispatch-claim");
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            LOG.info("Sending is switched off on this replica (tocsin.dispatch.enabled)");
            return;
        }
        housekeeping.start(worker, gates);
        writer.start();
        lanes.start();
        claimer.start();
    }

    /** Before the channels, whose turn comes at the usual priority: what is in hand still goes through them. */
    void stop(@Observes @Priority(Interceptor.Priority.APPLICATION) ShutdownEvent event) throws InterruptedException {
        if (!config.enabled()) {
            return;
        }
        claims.stop();
        claimer.join();
        for (DeliverOne.Work notBegun : lanes.stop()) {
            commit.settle(OutcomeRules.notBegun(notBegun.claimed(), clock.instant()));
        }
        boolean drained = lanes.join(config.drain());
        commit.stop(config.drain());
        writer.join(config.drain().toMillis());
        housekeeping.stop();
        if (drained && claims.inHand() == 0) {
            leave();
        } else {
            LOG.warnf("Stopped with %d messages in hand; another replica will look into them", claims.inHand());
        }
    }

    private int senders() {
        return lanes.sendersAtWork();
    }

    private void leave() {
        try {
            Transactions.execute(database, connection -> Replicas.remove(connection, worker));
        } catch (SQLException e) {
            LOG.debug("The replica's row is left for another to remove");
        }
    }
}
