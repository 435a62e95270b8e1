package org.tocsin.receipt.sendgrid;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a call of SendGrid's from a forged one: ECDSA over the time and the body.
 *
 * <p>Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features.
 */
@ApplicationScoped
public class SendGridSignature {

    /** The header that carries it. */
    public static final String HEADER = "X-Twilio-Email-Event-Webhook-Signature";

    /** The header with the time that is signed, in seconds. */
    public static final String TIME = "X-Twilio-Email-Event-Webhook-Timestamp";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final List<PublicKey> keys;
    private final Duration maxAge;
    private final Clock clock;

    public SendGridSignature(SendGridConfig config, Clock clock) {
        this.keys = config.publicKeys().orElse(List.of()).stream()
                .map(SendGridSignature::key)
                .toList();
        this.maxAge = config.maxAge();
        this.clock = clock;
    }

    /** Makes the bean at start, so that a fault in the configuration stops the service. */
    void start(@Observes StartupEvent event) {}

    /** Whether a key is configured at all. */
    public boolean open() {
        return !keys.isEmpty();
    }

    /**
     * Whether a call is signed with a configured key, and recent.
     *
     * @param signature the header's value, or null
     * @param time likewise
     */
    public boolean isRight(String signature, String time, byte[] body) {
        return signature != null
                && time != null
                && SECONDS.matcher(time).matches()
                && recent(Instant.ofEpochSecond(Long.parseLong(time)))
                && keys.stream().anyMatch(key -> isRight(key, signature, time, body));
    }

    private boolean recent(Instant signedAt) {
        Instant now = clock.instant();
        return signedAt.isAfter(now.minus(maxAge)) && signedAt.isBefore(now.plus(CLOCKS_DIFFER));
    }

    private static boolean isRight(PublicKey key, String signature, String time, byte[] body) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(time.getBytes(StandardCharsets.US_ASCII));
            check.update(body);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey key(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "tocsin.bounces.sendgrid.public-keys has one that is no key as SendGrid shows it", e);
        }
    }
}
