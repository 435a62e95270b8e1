package org.tocsin.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for minutes that a password fits a hash, or bcrypt at each request would eat the processors. What is remembered
 * is a keyed hash of both, under a key that this process alone has; another hash in the account is another question, so a
 * changed password is never answered from here.
 */
@ApplicationScoped
class VerifiedPasswords {

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
    private static final int MAX_ENTRIES = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final Cache<ByteBuffer, Boolean> verified;
    private final SecretKeySpec key;

    VerifiedPasswords(Clock clock) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, HMAC);
        this.verified = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /**
     * Whether the password fits the hash: remembered, or else found out by the check. The same question asked many times at
     * once is checked once.
     */
    boolean fits(String password, String hash, BooleanSupplier check) {
        return verified.get(question(password, hash), unknown -> check.getAsBoolean() ? true : null) != null;
    }

    private ByteBuffer question(String password, String hash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            // A bcrypt hash has a fixed length, so the two cannot run into one another.
            mac.update(hash.getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
