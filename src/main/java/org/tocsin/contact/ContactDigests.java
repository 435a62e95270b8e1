package org.tocsin.contact;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/**
 * Keyed digests by which an address is found without a plain copy of it. Each record set has digests of its own, made with a
 * secret that goes with the set's data key: they tell nothing across sets, and nothing at all once the set is purged.
 */
@Singleton // without a proxy: every message comes through here
public class ContactDigests {

    private final KeyRing keys;

    public ContactDigests(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * The digest of a mailbox within one record set, 32 bytes.
     *
     * @param secret the set's own
     */
    public byte[] of(byte[] secret, EmailAddress address) {
        return digest("email-in-record-set", secret, address.value());
    }

    /**
     * The digest of a telephone number within one record set, 32 bytes.
     *
     * @param secret the set's own
     */
    public byte[] of(byte[] secret, PhoneNumber number) {
        return digest("phone-in-record-set", secret, number.value());
    }

    /** What stands in the secret's place in sets that were sealed before schema version 19: the set's id. */
    public static byte[] formerSecret(UUID recordSetId) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(recordSetId.getMostSignificantBits())
                .putLong(recordSetId.getLeastSignificantBits())
                .array();
    }

    /**
     * A digest of the domain of a mailbox, the same in every record set: by which messages to one domain are paced.
     *
     * @param address as {@link EmailAddress#value} gives it
     */
    public long ofDomain(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        byte[] digest = keys.mac(KeyPurpose.LOOKUP, "recipient-domain", domain.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    private byte[] digest(String context, byte[] secret, String value) {
        return keys.mac(KeyPurpose.LOOKUP, context, secret, value.getBytes(StandardCharsets.UTF_8));
    }
}
