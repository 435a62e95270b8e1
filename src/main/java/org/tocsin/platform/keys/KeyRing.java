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

    /**
     * Once a newer wrapping key wraps, as long as the older one is beside it: the newer one, which does not open what the other
     * wrapped. Not before: whoever has not taken up yet that it wraps must not wrap anything back.
     */
    default Optional<Aead> newestAlone() {
        return Optional.empty();
    }
}
