package org.tocsin.affected;

import com.google.crypto.tink.Aead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Seals and opens the people of one record set. Set, position and customer reference are associated data: an envelope that
 * was moved to another row does not open.
 */
public final class PersonEnvelope {

    private final Aead dataKey;
    private final UUID recordSetId;
    private final byte[] lookupSecret;

    PersonEnvelope(Aead dataKey, UUID recordSetId, byte[] lookupSecret) {
        this.dataKey = dataKey;
        this.recordSetId = recordSetId;
        this.lookupSecret = lookupSecret;
    }

    /** What the digests of this set's addresses are made with; whoever has no data key of the set does not have it. */
    public byte[] lookupSecret() {
        return lookupSecret;
    }

    /**
     * Encrypts one person.
     *
     * @param plain what {@link #plain(Person)} gave
     */
    public byte[] seal(long position, String customerRef, byte[] plain) {
        try {
            return dataKey.encrypt(plain, associatedData(position, customerRef));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a person could not be encrypted", e);
        }
    }

    /** The bytes that stand for a person, in an envelope and in the digest of the set. */
    public static byte[] plain(Person person) {
        return PersonJson.write(person);
    }

    /**
     * Decrypts one person.
     *
     * @throws GeneralSecurityException when the envelope is not the one that was sealed for this row
     */
    Person open(long position, String customerRef, byte[] envelope) throws GeneralSecurityException {
        return PersonJson.read(dataKey.decrypt(envelope, associatedData(position, customerRef)));
    }

    private byte[] associatedData(long position, String customerRef) {
        byte[] reference = customerRef.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 * Long.BYTES + reference.length)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .putLong(position)
                .put(reference)
                .array();
    }
}
