package org.tocsin.testing;

import com.google.crypto.tink.Aead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;

/** MAC keys made from a seed, for tests without the container. */
public final class TestKeys implements KeyRing {

    private final String seed;

    /** @param seed another seed is another set of keys */
    public TestKeys(String seed) {
        this.seed = seed;
    }

    @Override
    public byte[] mac(KeyPurpose purpose, String context, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((seed + purpose).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(context.getBytes(StandardCharsets.UTF_8));
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public Aead keyEncryption() {
        throw new UnsupportedOperationException("these keys only sign");
    }
}
