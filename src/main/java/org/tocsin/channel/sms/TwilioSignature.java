package org.tocsin.channel.sms;

import com.twilio.security.RequestValidator;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a callback of Twilio's from a forged one: HMAC-SHA1 with the account's token over the address and the sorted fields.
 *
 * <p>Source: https://www.twilio.com/docs/usage/security#validating-requests. The SDK's validator compares in constant time and takes
 * the address with and without its port, as Twilio signs either.
 */
public final class TwilioSignature {

    /** The header that carries it. */
    public static final String HEADER = "X-Twilio-Signature";

    private TwilioSignature() {}

    /**
     * The configured account that signed.
     *
     * @param address the callback's address as Twilio was given it
     * @param fields the form's fields, {@code AccountSid} among them
     * @param signature the header's value, or null
     * @return the account's name in the configuration; empty for a forged or unsigned call
     */
    public static Optional<String> signer(
            SmsConfig config, String address, Map<String, String> fields, String signature) {
        if (signature == null) {
            return Optional.empty();
        }
        return config.providers().entrySet().stream()
                .filter(entry -> entry.getValue().accountSid().equals(fields.get("AccountSid")))
                .filter(entry -> tokens(entry.getValue())
                        .anyMatch(token -> new RequestValidator(token).validate(address, fields, signature)))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
    }

    // While tokens are being changed, Twilio may still sign with the one before.
    private static Stream<String> tokens(SmsConfig.Provider account) {
        return Stream.concat(Stream.of(account.authToken()), account.previousAuthToken().stream());
    }
}
