package org.tocsin.dispatch;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.delivery.page.AttemptPage;
import org.tocsin.delivery.replica.Lease;
import org.tocsin.delivery.replica.Replicas;
import org.tocsin.delivery.replica.Rescue;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.Transactions;

/** Looks for replicas whose lease has run out and takes over what they left. */
@ApplicationScoped
class Rescuer {

    private static final Logger LOG = Logger.getLogger(Rescuer.class);

    private final AgroalDataSource database;
    private final EvidenceLog evidence;
    private final Clock clock;

    Rescuer(@DataSource("dispatch") AgroalDataSource database, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** Rescues from every expired replica but this one. */
    void rescue(UUID self, Lease lease) throws SQLException {
        List<UUID> expired = Transactions.run(database, connection -> Replicas.expired(connection, lease));
        for (UUID replica : expired) {
            if (!replica.equals(self)) {
                rescueFrom(replica, lease);
            }
        }
    }

    private void rescueFrom(UUID replica, Lease lease) throws SQLException {
        // On its own: one that was only thought dead holds its page before its deliveries, as rescuing holds them
        // after.
        Transactions.execute(database, connection -> AttemptPage.closeLeft(connection, evidence, replica));
        boolean more = true;
        while (more) {
            more = Transactions.run(database, connection -> rescueSome(connection, replica, lease));
        }
    }

    private boolean rescueSome(Connection connection, UUID replica, Lease lease) throws SQLException {
        Rescue.Rescued rescued = Rescue.from(connection, replica, lease.length(), clock.instant());
        if (rescued.dueAgain() + rescued.unknown() > 0) {
            LOG.warnf(
                    "Replica %s is gone: %d deliveries are due again, %d may have left",
                    replica, rescued.dueAgain(), rescued.unknown());
            evidence.append(
                    connection,
                    new Act(
                            null,
                            Act.SYSTEM,
                            Action.CLAIMS_RESCUED,
                            "replica:" + replica,
                            Map.of("dueAgain", rescued.dueAgain(), "unknown", rescued.unknown())));
        }
        return rescued.dueAgain() + rescued.unknown() > 0;
    }
}
