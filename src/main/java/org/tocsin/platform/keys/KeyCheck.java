package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tocsin.platform.StartRefused;

/** Lets nothing start with keys that are not those of this database: what they write, the right ones could not read. */
@ApplicationScoped
class KeyCheck {

    /** Below zero, where the scheduler starts: no job may run before the keys are known to be right. */
    static final int BEFORE_EVERYTHING = -100;

    private static final String CONTEXT = "key-check";
    private static final byte[] CONTEXT_BYTES = CONTEXT.getBytes(StandardCharsets.UTF_8);
    static final String KEY_ENCRYPTION = "KEY_ENCRYPTION";

    private final KeySource source;
    private final KeyRing keys;
    private final KeyCheckRows rows;

    KeyCheck(KeySource source, KeyRing keys, KeyCheckRows rows) {
        this.source = source;
        this.keys = keys;
        this.rows = rows;
    }

    void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent start) {
        check();
    }

    /**
     * Compares the keys with what they left in the database; at a database's first start leaves it there.
     *
     * @throws StartRefused when any key is another one; nothing was written then
     */
    void check() {
        rows.addMissing(checkValues(), this::judge);
    }

    private Map<String, byte[]> checkValues() {
        Map<String, byte[]> values = new TreeMap<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            values.put(purpose.name(), keys.mac(purpose, CONTEXT));
        }
        values.put(KEY_ENCRYPTION, checkValue(keys.keyEncryption()));
        return values;
    }

    static byte[] checkValue(Aead keyEncryption) {
        try {
            return keyEncryption.encrypt(CONTEXT_BYTES, CONTEXT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt with the key-encryption key", e);
        }
    }

    /** Which keys of a ring are not those that left these rows, by their purposes. */
    static List<String> wrong(KeyRing keys, Map<String, byte[]> found) {
        List<String> wrong = new ArrayList<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (!MessageDigest.isEqual(found.get(purpose.name()), keys.mac(purpose, CONTEXT))) {
                wrong.add(purpose.name());
            }
        }
        if (!opens(keys.keyEncryption(), found.get(KEY_ENCRYPTION))) {
            wrong.add(KEY_ENCRYPTION);
        }
        return wrong;
    }

    private void judge(Map<String, byte[]> found) {
        List<String> wrong = wrong(keys, found);
        if (!wrong.isEmpty()) {
            throw new StartRefused("The keys in " + source.file() + " are not those of this database (wrong: "
                    + String.join(", ", wrong)
                    + "). Start with the key file that was saved together with this database. Nothing was changed.");
        }
    }

    static boolean opens(Aead key, byte[] ciphertext) {
        try {
            return MessageDigest.isEqual(CONTEXT_BYTES, key.decrypt(ciphertext, CONTEXT_BYTES));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
