package org.tocsin.dispatch.stop;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.tocsin.delivery.Gates;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;

/** The one switch that stops all sending, on every replica, within two seconds. */
@ApplicationScoped
class StopSwitch {

    private final AgroalDataSource database;
    private final EvidenceLog evidence;
    private final Clock clock;

    StopSwitch(AgroalDataSource database, EvidenceLog evidence, Clock clock) {
        this.database = database;
        this.evidence = evidence;
        this.clock = clock;
    }

    @Transactional
    void stop(String actor, String reason) {
        set(actor, reason, false);
    }

    @Transactional
    void lift(String actor, String reason) {
        set(actor, reason, true);
    }

    @Transactional
    boolean stopped() {
        try (Connection connection = database.getConnection()) {
            return !Gates.closedAmong(connection, Set.of(Gates.EVERYTHING)).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException("the stop switch could not be read", e);
        }
    }

    private void set(String actor, String reason, boolean open) {
        try (Connection connection = database.getConnection()) {
            if (open) {
                Gates.open(connection, Gates.EVERYTHING, actor, clock.instant());
            } else {
                Gates.close(connection, Gates.EVERYTHING, reason, actor, clock.instant());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the stop switch could not be moved", e);
        }
        evidence.append(new Act(
                null,
                actor,
                open ? Action.SENDING_RESUMED : Action.SENDING_STOPPED,
                "everything",
                Map.of("reason", reason)));
    }
}
