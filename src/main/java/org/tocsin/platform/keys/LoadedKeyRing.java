package org.tocsin.platform.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys in memory. */
final class LoadedKeyRing implements KeyRing {

    private static final String HMAC = "HmacSHA256";

    private final Aead keyEncryption;
    private final Optional<Aead> newestAlone;
    // Never fed themselves: every call works on a clone, which costs no look-up of the algorithm and shares nothing.
    private final Map<KeyPurpose, Mac> macs = new EnumMap<>(KeyPurpose.class);

    LoadedKeyRing(KeysetHandle keyEncryption, byte[] lookup, byte[] seal, byte[] returnPath)
            throws GeneralSecurityException {
        this.keyEncryption = aead(keyEncryption);
        KeysetHandle.Entry newest = keyEncryption.getAt(keyEncryption.size() - 1);
        this.newestAlone =
                keyEncryption.size() > 1 && newest.isPrimary() ? Optional.of(aead(alone(newest))) : Optional.empty();
        macs.put(KeyPurpose.LOOKUP, keyed(lookup));
        macs.put(KeyPurpose.SEAL, keyed(seal));
        macs.put(KeyPurpose.RETURN_PATH, keyed(returnPath));
    }

    @Override
    public byte[] mac(KeyPurpose purpose, String context, byte[]... parts) {
        Mac mac = clone(macs.get(purpose));
        update(mac, context.getBytes(StandardCharsets.UTF_8));
        for (byte[] part : parts) {
            update(mac, part);
        }
        return mac.doFinal();
    }

    @Override
    public Aead keyEncryption() {
        return keyEncryption;
    }

    @Override
    public Optional<Aead> newestAlone() {
        return newestAlone;
    }

    private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static KeysetHandle alone(KeysetHandle.Entry key) throws GeneralSecurityException {
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key.getKey())
                        .withFixedId(key.getId())
                        .makePrimary())
                .build();
    }

    private static void update(Mac mac, byte[] part) {
        mac.update((byte) (part.length >>> 24));
        mac.update((byte) (part.length >>> 16));
        mac.update((byte) (part.length >>> 8));
        mac.update((byte) part.length);
        mac.update(part);
    }

    private static Mac clone(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the HMAC of " + mac.getProvider() + " cannot be cloned", e);
        }
    }

    private static Mac keyed(byte[] key) throws NoSuchAlgorithmException, InvalidKeyException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac;
    }
}
