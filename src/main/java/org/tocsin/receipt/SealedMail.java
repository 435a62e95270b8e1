package org.tocsin.receipt;

import java.security.GeneralSecurityException;
import java.util.UUID;
import org.tocsin.platform.keys.DataKey;
import org.tocsin.platform.keys.KeyRing;

/** A mail or a text as it lies in the database: under a key of its own. The row's id is associated data of both. */
record SealedMail(byte[] wrappedKey, byte[] sealed) {

    static SealedMail seal(KeyRing keys, UUID id, byte[] mail) {
        try {
            DataKey key = DataKey.create(keys, id);
            return new SealedMail(key.wrapped(), key.aead().encrypt(mail, DataKey.bytes(id)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a mail could not be encrypted", e);
        }
    }

    /** @throws GeneralSecurityException when it is not what was sealed for this row, or the key ring is another */
    byte[] open(KeyRing keys, UUID id) throws GeneralSecurityException {
        return DataKey.open(keys, id, wrappedKey).aead().decrypt(sealed, DataKey.bytes(id));
    }

    @Override
    public String toString() {
        return "SealedMail[...]";
    }
}
