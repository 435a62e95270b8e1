package org.tocsin.affected.intake.parts;

import com.google.crypto.tink.Aead;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.tocsin.platform.keys.DataKey;
import org.tocsin.platform.keys.KeyRing;

/** The data keys of uploads in parts. One is dropped when its upload has ended, and with it goes what is left of the blocks. */
@ApplicationScoped
class BlockKeys {

    private final KeyRing keys;

    BlockKeys(KeyRing keys) {
        this.keys = keys;
    }

    /** Makes the key of a new upload, in the form in which it may be stored. */
    byte[] create(UUID uploadId) {
        return DataKey.create(keys, uploadId).wrapped();
    }

    /** The key of an upload that has not ended. */
    BlockKey open(PartedUpload upload) {
        try {
            return new BlockKey(
                    DataKey.open(keys, upload.id(), upload.wrappedDataKey()).aead(), upload.id());
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
                    .put(DataKey.bytes(uploadId))
                    .putLong(firstByte)
                    .array();
        }
    }
}
