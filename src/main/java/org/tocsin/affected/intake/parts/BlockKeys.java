package org.tocsin.affected.intake.parts;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.tocsin.platform.keys.KeyRing;

/**
 * The data keys of uploads in parts: one AES-256-GCM keyset (Tink) each, stored wrapped with the upload's id as associated
 * data. It is dropped when the upload has ended, and with it goes what is left of its blocks.
 */
@ApplicationScoped
class BlockKeys {

    private final KeyRing keys;

    BlockKeys(KeyRing keys) {
        this.keys = keys;
    }

    /** Makes the key of a new upload, in the form in which it may be stored. */
    byte[] create(UUID uploadId) {
        try {
            AeadConfig.register();
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, keys.keyEncryption(), bytes(uploadId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no data key could be made", e);
        }
    }

    /** The key of an upload that has not ended. */
    BlockKey open(PartedUpload upload) {
        try {
            AeadConfig.register();
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    upload.wrappedDataKey(), keys.keyEncryption(), bytes(upload.id()));
            return new BlockKey(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class), upload.id());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data key of an upload does not open", e);
        }
    }

    /** Encrypts and decrypts blocks; one that was moved to another place does not open. */
    record BlockKey(Aead aead, UUID uploadId) {

        byte[] seal(long firstByte, byte[] plain) {
            try {
                return aead.encrypt(plain, place(firstByte));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a part of an upload could not be encrypted", e);
            }
        }

        byte[] open(long firstByte, byte[] envelope) throws GeneralSecurityException {
            return aead.decrypt(envelope, place(firstByte));
        }

        private byte[] place(long firstByte) {
            return ByteBuffer.allocate(3 * Long.BYTES)
                    .put(bytes(uploadId))
                    .putLong(firstByte)
                    .array();
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
