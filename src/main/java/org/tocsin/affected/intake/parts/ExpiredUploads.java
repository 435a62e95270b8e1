package org.tocsin.affected.intake.parts;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.tocsin.affected.intake.UploadLock;
import org.tocsin.platform.database.OncePerCluster;

/** Removes uploads whose time is over, with every block of theirs; one replica does it for all. */
@ApplicationScoped
class ExpiredUploads {

    private static final Logger LOG = Logger.getLogger(ExpiredUploads.class);

    private final DataSource database;
    private final OncePerCluster oncePerCluster;
    private final PartedUploads uploads;
    private final UploadBlocks blocks;
    private final Clock clock;

    ExpiredUploads(
            @io.quarkus.agroal.DataSource("bulk") DataSource database,
            OncePerCluster oncePerCluster,
            PartedUploads uploads,
            UploadBlocks blocks,
            Clock clock) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.uploads = uploads;
        this.blocks = blocks;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        oncePerCluster.run("expired-uploads", Duration.ofMinutes(5), Duration.ofHours(1), this::remove);
    }

    void remove() {
        try (Connection connection = database.getConnection()) {
            for (UUID id : uploads.expired(connection, clock.instant())) {
                remove(connection, id);
            }
        } catch (SQLException e) {
            LOG.warnf("Expired uploads could not be removed, and will be later (SQL state %s)", e.getSQLState());
        }
    }

    private void remove(Connection connection, UUID id) throws SQLException {
        UploadLock lock = UploadLock.ofParts(id);
        if (!lock.tryTake(connection)) {
            return; // its next part came just in time
        }
        try {
            boolean stillExpired = uploads.find(connection, id)
                    .filter(upload -> upload.hasExpired(clock.instant()))
                    .isPresent();
            if (stillExpired) {
                blocks.removeFrom(connection, id, 0);
                uploads.remove(connection, id);
            }
        } finally {
            lock.release(connection);
        }
    }
}
