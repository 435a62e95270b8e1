package org.tocsin.affected;

import com.google.crypto.tink.Aead;
import io.quarkus.agroal.DataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRotation;

/**
 * Wraps all data keys, those of record sets and of uploads in parts, with the newest wrapping key, as long as the key file has an
 * older one beside it; one replica does it for all. It goes on until the older one is taken out: a replica that had not taken
 * up the file yet may have used that once more.
 */
@ApplicationScoped
class DataKeyRotation {

    private static final Logger LOG = Logger.getLogger(DataKeyRotation.class);
    private static final int CHUNK = 500;
    private static final UUID FIRST = new UUID(0, 0);

    /** Where data keys are stored, each under the id that it is wrapped with. */
    private enum Place {
        RECORD_SETS("record_set", "status IN ('SEALED', 'RECEIVING')"),
        UPLOADS("upload", "wrapped_data_key IS NOT NULL");

        private final String table;
        private final String hasKey;

        Place(String table, String hasKey) {
            this.table = table;
            this.hasKey = hasKey;
        }
    }

    /** A data key as it is stored. */
    private record Stored(UUID id, byte[] wrapped) {}

    private final javax.sql.DataSource database;
    private final OncePerCluster oncePerCluster;
    private final DataKeys dataKeys;
    private final KeyRotation rotation;
    private final EvidenceLog evidence;

    DataKeyRotation(
            @DataSource("bulk") javax.sql.DataSource database,
            OncePerCluster oncePerCluster,
            DataKeys dataKeys,
            KeyRotation rotation,
            EvidenceLog evidence) {
        this.database = database;
        this.oncePerCluster = oncePerCluster;
        this.dataKeys = dataKeys;
        this.rotation = rotation;
        this.evidence = evidence;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (rotation.newest().isPresent()) {
            oncePerCluster.run("data-key-rotation", Duration.ofSeconds(50), Duration.ofMinutes(10), this::wrapAll);
        }
    }

    /** Goes through all of them once. */
    void wrapAll() {
        Aead newest = rotation.newest().orElseThrow();
        try {
            for (Place place : Place.values()) {
                UUID[] after = {FIRST};
                while (after[0] != null) {
                    after[0] = Transactions.run(database, connection -> wrapChunk(connection, place, newest, after[0]));
                }
            }
            rotation.completed();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "Data keys could not all be wrapped anew, and will be later (%s)",
                    e.getClass().getName());
        }
    }

    /** The last one that it looked at; null when there are none behind it. */
    private UUID wrapChunk(Connection connection, Place place, Aead newest, UUID after) throws SQLException {
        List<Stored> chunk = stored(connection, place, after);
        int wrapped = 0;
        for (Stored key : chunk) {
            Optional<byte[]> anew = wrapAnew(key, newest);
            if (anew.isPresent() && replace(connection, place, key, anew.get())) {
                wrapped++;
            }
        }
        if (wrapped > 0) {
            LOG.infof("%d data keys (%s) were wrapped with the newest wrapping key", wrapped, place);
            evidence.append(
                    connection,
                    new Act(null, Act.SYSTEM, Action.DATA_KEYS_REWRAPPED, "data-keys", Map.of(place.name(), wrapped)));
        }
        return chunk.size() < CHUNK ? null : chunk.get(CHUNK - 1).id();
    }

    private Optional<byte[]> wrapAnew(Stored key, Aead newest) {
        try {
            return dataKeys.wrapAnew(key.id(), key.wrapped(), newest);
        } catch (GeneralSecurityException e) {
            LOG.errorf("No wrapping key opens the data key of %s: it was tampered with", key.id());
            return Optional.empty();
        }
    }

    private static List<Stored> stored(Connection connection, Place place, UUID after) throws SQLException {
        String sql = "SELECT id, wrapped_data_key FROM " + place.table + " WHERE id > ? AND " + place.hasKey
                + " ORDER BY id LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, after);
            statement.setInt(2, CHUNK);
            List<Stored> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new Stored(row.getObject(1, UUID.class), row.getBytes(2)));
                }
            }
            return keys;
        }
    }

    // Only what was read is replaced: a set that was purged meanwhile must not get its key back.
    private static boolean replace(Connection connection, Place place, Stored key, byte[] anew) throws SQLException {
        String sql = "UPDATE " + place.table + " SET wrapped_data_key = ? WHERE id = ? AND wrapped_data_key = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, anew);
            statement.setObject(2, key.id());
            statement.setBytes(3, key.wrapped());
            return statement.executeUpdate() == 1;
        }
    }
}
