package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import java.util.Optional;

/** The keys that are not in the database. */
public interface KeyRing {

    /**
     * HMAC-SHA-256 of the parts, each preceded by its length, under the key of one purpose.
     *
     * @param context what the value is for, such as {@code "approval"}: two uses of one key never give the same value
     * @return 32 bytes
     */
    byte[] mac(KeyPurpose purpose, String context, byte[]... parts);

    /** Wraps the data keys of record sets. While the wrapping key is being changed it opens what either key wrapped. */
    Aead keyEncryption();

    /** While the wrapping key is being changed: the one that wraps now, which does not open what the other wrapped. */
    default Optional<Aead> newestAlone() {
        return Optional.empty();
    }
}
