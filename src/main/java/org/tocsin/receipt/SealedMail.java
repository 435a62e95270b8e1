package org.tocsin.receipt;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.tocsin.platform.keys.KeyRing;

/**
 * A mail or a text as it lies in the database: under a key of its own (AES-256-GCM, Tink), which is wrapped by the key ring's key. The
 * row's id is associated data of both.
 */
record SealedMail(byte[] wrappedKey, byte[] sealed) {

    static SealedMail seal(KeyRing keys, UUID id, byte[] mail) {
        try {
            AeadConfig.register();
            KeysetHandle key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] wrapped =
                    TinkProtoKeysetFormat.serializeEncryptedKeyset(key, keys.keyEncryption(), associatedData(id));
            return new SealedMail(wrapped, aead(key).encrypt(mail, associatedData(id)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a mail could not be encrypted", e);
        }
    }

    /** @throws GeneralSecurityException when it is not what was sealed for this row, or the key ring is another */
    byte[] open(KeyRing keys, UUID id) throws GeneralSecurityException {
        AeadConfig.register();
        KeysetHandle key =
                TinkProtoKeysetFormat.parseEncryptedKeyset(wrappedKey, keys.keyEncryption(), associatedData(id));
        return aead(key).decrypt(sealed, associatedData(id));
    }

    private static Aead aead(KeysetHandle key) throws GeneralSecurityException {
        return key.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static byte[] associatedData(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return "SealedMail[...]";
    }
}
