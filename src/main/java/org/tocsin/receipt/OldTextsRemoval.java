package org.tocsin.receipt;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;

/** Drops texts that people have sent when they have been kept long enough; one replica does it for all. */
@ApplicationScoped
class OldTextsRemoval {

    private static final Logger LOG = Logger.getLogger(OldTextsRemoval.class);

    private final AgroalDataSource database;
    private final OncePerCluster oncePerCluster;
    private final TextConfig config;
    private final Clock clock;

    OldTextsRemoval(AgroalDataSource database, OncePerCluster oncePerCluster, TextConfig config, Clock clock) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "16m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("old-inbound-texts", Duration.ofMinutes(50), Duration.ofMinutes(55), this::remove);
    }

    private void remove() {
        try {
            Transactions.execute(
                    database, connection -> InboundTexts.dropOld(connection, config.kept(), clock.instant()));
        } catch (SQLException e) {
            LOG.warnf("Old texts could not be dropped, and will be later (SQL state %s)", e.getSQLState());
        }
    }
}
