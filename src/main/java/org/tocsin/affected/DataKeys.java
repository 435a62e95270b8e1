package org.tocsin.affected;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.platform.keys.DataKey;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** The data keys of the record sets. Dropping the stored key is what purges a set, so an opened one is kept for a minute at most. */
@ApplicationScoped
public class DataKeys {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final KeyRing keys;
    private final Clock clock;
    private final Map<UUID, Opened> opened = new ConcurrentHashMap<>();

    public DataKeys(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A key that has just been made.
     *
     * @param wrapped the form in which it may be stored
     */
    public record Fresh(byte[] wrapped, PersonEnvelope envelope) {

        @Override
        public String toString() {
            return "Fresh[...]";
        }
    }

    private record Opened(PersonEnvelope envelope, Instant until) {}

    /** Makes the key of a new record set. */
    public Fresh create(UUID recordSetId) {
        DataKey key = DataKey.create(keys, recordSetId);
        return new Fresh(key.wrapped(), envelope(key, recordSetId));
    }

    /** The key of a sealed set, or empty when there is no such set, or its key is gone or cannot be unwrapped. */
    Optional<PersonEnvelope> find(Connection connection, UUID recordSetId) throws SQLException {
        Instant now = clock.instant();
        Opened kept = opened.get(recordSetId);
        if (kept != null && now.isBefore(kept.until())) {
            return Optional.of(kept.envelope());
        }
        Optional<PersonEnvelope> envelope =
                wrappedKey(connection, recordSetId).flatMap(wrapped -> unwrap(recordSetId, wrapped));
        envelope.ifPresent(key -> opened.put(recordSetId, new Opened(key, now.plus(KEPT))));
        return envelope;
    }

    /** Forgets an opened key now; other replicas do within the minute. */
    void forget(UUID recordSetId) {
        opened.remove(recordSetId);
    }

    @Scheduled(every = "10s")
    void forgetOld() {
        Instant now = clock.instant();
        opened.values().removeIf(key -> !now.isBefore(key.until()));
    }

    private static Optional<byte[]> wrappedKey(Connection connection, UUID recordSetId) throws SQLException {
        String sql = "SELECT wrapped_data_key FROM record_set WHERE id = ? AND status = 'SEALED'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, recordSetId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private Optional<PersonEnvelope> unwrap(UUID recordSetId, byte[] wrapped) {
        try {
            return Optional.of(envelope(DataKey.open(keys, recordSetId, wrapped), recordSetId));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // a wrapped key that was tampered with opens nobody, like a tampered row
        }
    }

    /** The lookup secret is made from the data key and the key file's: digests are of use to nobody who lacks either of them. */
    private PersonEnvelope envelope(DataKey key, UUID recordSetId) {
        return new PersonEnvelope(
                key.aead(), recordSetId, key.secret(keys, KeyPurpose.LOOKUP, "record-set-lookup-secret"));
    }
}
