package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;

/**
 * Wraps all data keys with the newest wrapping key, as long as the key file has an older one beside it; one replica does it for all.
 * It goes on until the older one is taken out: a replica that had not taken up the file yet may have used that once more.
 */
@ApplicationScoped
public class DataKeyRotation {

    private static final Logger LOG = Logger.getLogger(DataKeyRotation.class);
    private static final int CHUNK = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final javax.sql.DataSource database;
    private final OncePerCluster oncePerCluster;
    private final KeyRing keys;
    private final List<DataKeyTable> tables;
    private final KeyRotation rotation;
    private final RotationLog log;

    @Inject
    public DataKeyRotation(
            @DataSource("bulk") javax.sql.DataSource database,
            OncePerCluster oncePerCluster,
            KeyRing keys,
            @All List<DataKeyTable> tables,
            KeyRotation rotation,
            RotationLog log) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.keys = keys;
        this.tables = tables;
        this.rotation = rotation;
        this.log = log;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (rotation.newest().isPresent()) {
            oncePerCluster.run("data-key-rotation", Duration.ofSeconds(50), Duration.ofMinutes(10), this::wrapAll);
        }
    }

    /** Goes through all of them once. */
    public void wrapAll() {
        Aead newest = rotation.newest().orElseThrow();
        try {
            for (DataKeyTable table : tables) {
                UUID[] after = {FIRST};
                while (after[0] != null) {
                    after[0] = Transactions.run(database, connection -> wrapChunk(connection, table, newest, after[0]));
                }
            }
            rotation.completed(newest);
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "Data keys could not all be wrapped anew, and will be later (%s)",
                    e.getClass().getName());
        }
    }

    /** The last one that it looked at; null when there are none behind it. */
    private UUID wrapChunk(Connection connection, DataKeyTable table, Aead newest, UUID after) throws SQLException {
        List<DataKeyTable.Stored> chunk = table.behind(connection, after, CHUNK);
        int wrapped = 0;
        for (DataKeyTable.Stored key : chunk) {
            Optional<byte[]> anew = wrapAnew(key, newest);
            if (anew.isPresent() && table.replace(connection, key, anew.get())) {
                wrapped++;
            }
        }
        if (wrapped > 0) {
            LOG.infof("%d data keys (%s) were wrapped with the newest wrapping key", wrapped, table.name());
            log.wrappedAnew(connection, table.name(), wrapped);
        }
        return chunk.size() < CHUNK ? null : chunk.get(CHUNK - 1).id();
    }

    private Optional<byte[]> wrapAnew(DataKeyTable.Stored key, Aead newest) {
        try {
            return DataKey.wrapAnew(keys, key.id(), key.wrapped(), newest);
        } catch (GeneralSecurityException e) {
            LOG.errorf("No wrapping key opens the data key of %s: it was tampered with", key.id());
            return Optional.empty();
        }
    }
}
