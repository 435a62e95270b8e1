package org.tocsin.platform.keys;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.tocsin.platform.StartRefused;

/**
 * The three steps by which the key that wraps data keys is changed in the key file. Between them every replica takes the file up,
 * so that none meets a data key that it cannot unwrap. The other keys stay as they are.
 */
public enum RotationStep {
    /** A new key comes in; the old one still wraps. */
    ADD {
        @Override
        void change(KeysetHandle.Builder keyset) {
            require(keyset.size() == 1, "already has a second wrapping key: go on with the next step");
            keyset.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId());
        }
    },
    /** The new key wraps; the old one still opens. */
    USE {
        @Override
        void change(KeysetHandle.Builder keyset) {
            require(keyset.size() == 2, "has no second wrapping key: add one first");
            require(keyset.getAt(0).isPrimary(), "uses its newest wrapping key already");
            keyset.getAt(1).makePrimary();
        }
    },
    /** The old key goes. */
    DROP {
        @Override
        void change(KeysetHandle.Builder keyset) {
            require(keyset.size() == 2, "has one wrapping key only: there is none to drop");
            require(keyset.getAt(1).isPrimary(), "does not use its newest wrapping key yet: use it first");
            keyset.deleteAt(0);
        }
    };

    abstract void change(KeysetHandle.Builder keyset);

    /**
     * Takes this step in a key file, which is replaced as a whole or not at all.
     *
     * @throws StartRefused when the file is not at this step, is no key file, or cannot be written
     */
    public void applyTo(Path file) {
        try {
            KeyFile.load(file).withWrappingKeys(this::change).write(file);
        } catch (WrongStep e) {
            throw new StartRefused("The key file " + file + " " + e.getMessage() + ". Nothing was changed.");
        } catch (IOException e) {
            throw new StartRefused("The key file " + file + " cannot be written.", e);
        } catch (GeneralSecurityException e) {
            throw new StartRefused("The wrapping keys in " + file + " cannot be changed.");
        }
    }

    private static void require(boolean atThisStep, String otherwise) {
        if (!atThisStep) {
            throw new WrongStep(otherwise);
        }
    }

    private static final class WrongStep extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WrongStep(String message) {
            super(message);
        }
    }
}
