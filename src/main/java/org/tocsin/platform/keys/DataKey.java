package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

/**
 * The key of one row's data: an AES-256-GCM keyset (Tink), stored wrapped by the key ring's key with the row's id as associated
 * data, so that it opens in no other row. Dropping the wrapped form is what makes the data unreadable.
 */
public final class DataKey {

    private final UUID rowId;
    private final KeysetHandle keyset;
    private final byte[] wrapped;
    private final Aead aead;

    private DataKey(UUID rowId, KeysetHandle keyset, byte[] wrapped) throws GeneralSecurityException {
        this.rowId = rowId;
        this.keyset = keyset;
        this.wrapped = wrapped;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Makes the key of a new row. */
    public static DataKey create(KeyRing keys, UUID rowId) {
        try {
            AeadConfig.register();
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return new DataKey(rowId, keyset, wrap(keyset, keys.keyEncryption(), rowId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no data key could be made", e);
        }
    }

    /**
     * Opens a stored key.
     *
     * @throws GeneralSecurityException when it was not wrapped for this row, was changed since, or the key ring is another
     */
    public static DataKey open(KeyRing keys, UUID rowId, byte[] wrapped) throws GeneralSecurityException {
        return new DataKey(rowId, unwrap(wrapped, keys.keyEncryption(), rowId), wrapped);
    }

    /**
     * Wraps a stored key with the newest wrapping key.
     *
     * @return the form to store in its place; empty when it has that form already
     * @throws GeneralSecurityException when none of the wrapping keys opens it
     */
    static Optional<byte[]> wrapAnew(KeyRing keys, UUID rowId, byte[] wrapped, Aead newest)
            throws GeneralSecurityException {
        try {
            unwrap(wrapped, newest, rowId);
            return Optional.empty();
        } catch (GeneralSecurityException wrappedByAnOlderOne) {
            return Optional.of(wrap(unwrap(wrapped, keys.keyEncryption(), rowId), newest, rowId));
        }
    }

    private static byte[] wrap(KeysetHandle keyset, Aead wrapping, UUID rowId) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, wrapping, bytes(rowId));
    }

    private static KeysetHandle unwrap(byte[] wrapped, Aead wrapping, UUID rowId) throws GeneralSecurityException {
        AeadConfig.register();
        return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, wrapping, bytes(rowId));
    }

    /** The form in which it may be stored. */
    public byte[] wrapped() {
        return wrapped;
    }

    /** Encrypts and decrypts the row's data. */
    public Aead aead() {
        return aead;
    }

    /** A secret that only whoever has both this key and the key ring can make; see {@link KeyRing#mac}. */
    public byte[] secret(KeyRing keys, KeyPurpose purpose, String context) {
        AesGcmKey key = (AesGcmKey) keyset.getPrimary().getKey();
        return keys.mac(purpose, context, bytes(rowId), key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
    }

    /** A row's id as associated data: 16 bytes. */
    public static byte[] bytes(UUID rowId) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(rowId.getMostSignificantBits())
                .putLong(rowId.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return "DataKey[...]";
    }
}
