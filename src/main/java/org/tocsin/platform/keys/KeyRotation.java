package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The change of the key that wraps data keys, seen from what is wrapped. */
@ApplicationScoped
public class KeyRotation {

    private static final Logger LOG = Logger.getLogger(KeyRotation.class);

    private final KeyRing keys;
    private final KeyCheckRows checks;

    public KeyRotation(KeyRing keys, KeyCheckRows checks) {
        this.keys = keys;
        this.checks = checks;
    }

    /** See {@link KeyRing#newestAlone}. */
    public Optional<Aead> newest() {
        return keys.newestAlone();
    }

    /**
     * To be called once everything is wrapped by the newest key. From then on a key file without the older one is taken for this
     * database's; before, it is refused.
     *
     * @param newest the key that it was wrapped by; the key file may have been changed since
     */
    public void completed(Aead newest) {
        byte[] value = checks.read().get(KeyCheck.KEY_ENCRYPTION);
        if (!KeyCheck.opens(newest, value)) {
            checks.replace(KeyCheck.KEY_ENCRYPTION, value, KeyCheck.checkValue(newest));
            LOG.info("Nothing in the database needs the older wrapping key any more");
        }
    }
}
