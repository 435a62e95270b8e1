package org.tocsin.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks messages as a receiver does; written from the specification, apart from the code that signs. */
final class Verifier {

    private final byte[] key;

    /** @param secret as it was shown */
    Verifier(String secret) {
        if (!secret.startsWith("whsec_")) {
            throw new IllegalArgumentException("not a secret: " + secret);
        }
        key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    boolean accepts(ScriptedReceiver.Message message) {
        return accepts(message.id(), message.timestamp(), message.signature(), message.body());
    }

    boolean accepts(String id, String timestamp, String signatures, String body) {
        byte[] expected = mac((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8));
        for (String signature : signatures.split(" ")) {
            String[] parts = signature.split(",", 2);
            if (parts[0].equals("v1")
                    && MessageDigest.isEqual(expected, Base64.getDecoder().decode(parts[1]))) {
                return true;
            }
        }
        return false;
    }

    private byte[] mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
