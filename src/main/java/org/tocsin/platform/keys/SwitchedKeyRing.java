package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import java.util.Optional;

/** The keys in use, which can be changed for others while the service runs. */
final class SwitchedKeyRing implements KeyRing {

    private volatile KeyRing current;

    SwitchedKeyRing(KeyRing first) {
        this.current = first;
    }

    void switchTo(KeyRing next) {
        current = next;
    }

    @Override
    public byte[] mac(KeyPurpose purpose, String context, byte[]... parts) {
        return current.mac(purpose, context, parts);
    }

    @Override
    public Aead keyEncryption() {
        return current.keyEncryption();
    }

    @Override
    public Optional<Aead> newestAlone() {
        return current.newestAlone();
    }
}
