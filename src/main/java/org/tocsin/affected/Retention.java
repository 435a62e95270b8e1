package org.tocsin.affected;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.platform.StartRefused;
import org.tocsin.platform.database.OncePerCluster;

/** Purges record sets whose retention is over, by the hour; one replica does it for all. */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration SHORTEST = Duration.ofDays(1);

    private final AgroalDataSource database;
    private final OncePerCluster oncePerCluster;
    private final Purge purge;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(
            AgroalDataSource database,
            OncePerCluster oncePerCluster,
            Purge purge,
            RetentionConfig config,
            Clock clock) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.purge = purge;
        this.config = config;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent start) {
        if (config.retention().compareTo(SHORTEST) < 0) {
            throw new StartRefused("tocsin.records.retention must be at least " + SHORTEST + ".");
        }
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("retention", Duration.ofMinutes(50), Duration.ofMinutes(55), this::purgeDue);
    }

    /** Purges every set that is due and that nothing stands in the way of. */
    void purgeDue() {
        Duration kept = config.retention();
        Instant before = clock.instant().minus(kept);
        try {
            for (UUID id : sealedBefore(before)) {
                if (purge.purgeUnlessNeeded(id, before, "retention of " + kept.toDays() + " days is over")) {
                    LOG.infof("Record set %s was purged: its retention of %d days is over", id, kept.toDays());
                }
            }
        } catch (SQLException | RuntimeException e) {
            // Not the exception itself: what a database says may quote rows.
            LOG.warnf(
                    "Record sets past their retention could not all be purged, and will be later (%s)",
                    e.getClass().getName());
        }
    }

    private List<UUID> sealedBefore(Instant before) throws SQLException {
        String sql = "SELECT id FROM record_set WHERE status = 'SEALED' AND sealed_at <= ? ORDER BY sealed_at";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, before.atOffset(ZoneOffset.UTC));
            List<UUID> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }
}
