package org.tocsin.affected;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
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
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * The data keys of the record sets: one AES-256-GCM keyset (Tink) each, stored wrapped by the key ring's key with the set's
 * id as associated data. Dropping the wrapped key is what purges a set, so an opened one is kept for a minute at most.
 */
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
        try {
            AeadConfig.register();
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    keyset, keys.keyEncryption(), associatedData(recordSetId));
            return new Fresh(wrapped, envelope(keyset, recordSetId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no data key could be made", e);
        }
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

    /**
     * Wraps a stored key with the newest wrapping key.
     *
     * @param id what it is wrapped with as associated data: a record set's, or an upload's
     * @return the form to store in its place; empty when it has that form already
     * @throws GeneralSecurityException when none of the wrapping keys opens it
     */
    Optional<byte[]> wrapAnew(UUID id, byte[] wrapped, Aead newest) throws GeneralSecurityException {
        AeadConfig.register();
        byte[] ownId = associatedData(id);
        try {
            TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, newest, ownId);
            return Optional.empty();
        } catch (GeneralSecurityException wrappedByAnOlderOne) {
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, keys.keyEncryption(), ownId);
            return Optional.of(TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, newest, ownId));
        }
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
            AeadConfig.register();
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    wrapped, keys.keyEncryption(), associatedData(recordSetId));
            return Optional.of(envelope(keyset, recordSetId));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // a wrapped key that was tampered with opens nobody, like a tampered row
        }
    }

    private PersonEnvelope envelope(KeysetHandle keyset, UUID recordSetId) throws GeneralSecurityException {
        return new PersonEnvelope(
                keyset.getPrimitive(RegistryConfiguration.get(), Aead.class),
                recordSetId,
                lookupSecret((AesGcmKey) keyset.getPrimary().getKey(), recordSetId));
    }

    /** Made from the data key and the key file's: digests are of use to nobody who lacks either of them. */
    private byte[] lookupSecret(AesGcmKey dataKey, UUID recordSetId) {
        return keys.mac(
                KeyPurpose.LOOKUP,
                "record-set-lookup-secret",
                associatedData(recordSetId),
                dataKey.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
    }

    private static byte[] associatedData(UUID recordSetId) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .array();
    }
}
