package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.testing.TestConfig;
import org.tocsin.testing.TwilioCallbacks;

/** Who may tell us what became of a text. */
class TwilioSignatureTest {

    private static final UUID DELIVERY = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final String URL = "https://notices.example.org";
    private static final String ADDRESS = StatusCallback.address(URL, DELIVERY, 2);
    private static final Map<String, String> FIELDS =
            Map.of("AccountSid", "AC1", "MessageSid", "SM1", "MessageStatus", "delivered");

    private static final SmsConfig CONFIG = config(Map.of(
            "main.account-sid", "AC1",
            "main.auth-token", "token",
            "main.previous-auth-token", "older",
            "backup.account-sid", "AC2",
            "backup.auth-token", "other"));

    @Test
    void theAddressNamesDeliveryAndAttempt() {
        assertThat(ADDRESS).isEqualTo(URL + "/hooks/twilio/status/" + DELIVERY + "?attempt=2");
        assertThat(StatusCallback.address(URL, DELIVERY, null)).isEqualTo(URL + "/hooks/twilio/status/" + DELIVERY);
    }

    /** From Twilio's own description of its signature. */
    @Test
    void theSignatureIsTwilios() {
        SmsConfig config = config(Map.of("main.account-sid", "AC9", "main.auth-token", "12345"));
        Map<String, String> fields = new HashMap<>(Map.of(
                "CallSid", "CA1234567890ABCDE",
                "Caller", "+14158675309",
                "Digits", "1234",
                "From", "+14158675309",
                "To", "+18005551212"));
        String address = "https://mycompany.com/myapp.php?foo=1&bar=2";

        assertThat(TwilioCallbacks.signature("12345", address, fields)).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        fields.put("AccountSid", "AC9");
        assertThat(TwilioSignature.signer(config, address, fields, TwilioCallbacks.signature("12345", address, fields)))
                .contains("main");
    }

    @ParameterizedTest
    @CsvSource({"token, main", "older, main", "other,", "'',"})
    void onlyTheAccountsOwnTokensSign(String token, String signer) {
        String signature = token.isEmpty() ? "" : TwilioCallbacks.signature(token, ADDRESS, FIELDS);

        assertThat(TwilioSignature.signer(CONFIG, ADDRESS, FIELDS, signature)).isEqualTo(Optional.ofNullable(signer));
    }

    @Test
    void anUnsignedCallIsForged() {
        assertThat(TwilioSignature.signer(CONFIG, ADDRESS, FIELDS, null)).isEmpty();
    }

    @Test
    void aSignatureHoldsForItsAddressAndItsFieldsOnly() {
        String signature = TwilioCallbacks.signature("token", ADDRESS, FIELDS);
        Map<String, String> changed = new HashMap<>(FIELDS);
        changed.put("MessageStatus", "failed");
        Map<String, String> more = new HashMap<>(FIELDS);
        more.put("ErrorCode", "30005");

        assertThat(signer(ADDRESS, FIELDS, signature)).contains("main");
        assertThat(signer(StatusCallback.address(URL, DELIVERY, 1), FIELDS, signature))
                .isEmpty();
        assertThat(signer(StatusCallback.address(URL, UUID.randomUUID(), 2), FIELDS, signature))
                .isEmpty();
        assertThat(signer(ADDRESS, changed, signature)).isEmpty();
        assertThat(signer(ADDRESS, more, signature)).isEmpty();
    }

    @Test
    void anAccountThatIsNotConfiguredSignsNothing() {
        Map<String, String> fields = new HashMap<>(FIELDS);
        fields.put("AccountSid", "AC3");

        assertThat(signer(ADDRESS, fields, TwilioCallbacks.signature("token", ADDRESS, fields)))
                .isEmpty();
        fields.remove("AccountSid");
        assertThat(signer(ADDRESS, fields, TwilioCallbacks.signature("token", ADDRESS, fields)))
                .isEmpty();
    }

    @Test
    void twoEntriesOfOneAccountHaveTheFirstNameThatSigned() {
        SmsConfig config = config(Map.of(
                "b.account-sid", "AC1",
                "b.auth-token", "token",
                "a.account-sid", "AC1",
                "a.auth-token", "replaced"));

        assertThat(TwilioSignature.signer(config, ADDRESS, FIELDS, TwilioCallbacks.signature("token", ADDRESS, FIELDS)))
                .contains("b");
    }

    private static Optional<String> signer(String address, Map<String, String> fields, String signature) {
        return TwilioSignature.signer(CONFIG, address, fields, signature);
    }

    private static SmsConfig config(Map<String, String> settings) {
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put("tocsin.sms.providers." + key, value));
        return TestConfig.of(SmsConfig.class, keys);
    }
}
