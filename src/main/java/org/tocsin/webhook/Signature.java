package org.tocsin.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as Standard Webhooks 1.0.0 says: HMAC-SHA256 over id, time and body with full stops between. */
final class Signature {

    private static final String SECRET_PREFIX = "whsec_";

    private Signature() {}

    /** A secret as it is given to a receiver. */
    static String show(byte[] secret) {
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /**
     * The value of {@code webhook-signature}: one for each secret, so that a receiver who knows any of them can check.
     *
     * @param id without a full stop
     * @param sentAt of this attempt, in the header as whole seconds
     */
    static String of(List<byte[]> secrets, String id, Instant sentAt, String body) {
        String signed = id + "." + sentAt.getEpochSecond() + "." + body;
        return secrets.stream().map(secret -> "v1," + mac(secret, signed)).collect(Collectors.joining(" "));
    }

    private static String mac(byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
