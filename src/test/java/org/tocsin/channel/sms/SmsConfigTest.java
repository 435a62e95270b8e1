package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestConfig;

/** What the check at start refuses. */
class SmsConfigTest {

    @Test
    void anAccountWithASenderIsEnough() {
        assertThat(faults(Map.of())).isEmpty();
        assertThat(Account.config(Map.of("account-sid", "AC1", "auth-token", "t"))
                        .baseUrl())
                .isEqualTo("https://api.twilio.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.twilio.com", "http://localhost:9", "http://127.0.0.1:9", "http://[::1]:9"})
    void goodAddresses(String baseUrl) {
        assertThat(faults(Map.of("base-url", baseUrl))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://sms.example.org", "http://127.0.0.1.example.org", "ftp://localhost", "localhost", "::"})
    void textsAndTokensDoNotTravelInPlain(String baseUrl) {
        assertThat(faults(Map.of("base-url", baseUrl)))
                .containsExactly("tocsin.sms.providers.main.base-url must be https, or http on this machine");
    }

    @ParameterizedTest
    @CsvSource({
        "messaging-service-sid, MG1, tocsin.sms.providers.main: give either",
        "connections, 0, tocsin.sms.providers.main.connections must",
        "answer-timeout, PT0S, tocsin.sms.providers.main.answer-timeout must",
    })
    void eachFaultNamesItsKey(String key, String value, String fault) {
        assertThat(faults(Map.of(key, value))).singleElement().asString().startsWith(fault);
    }

    private static List<String> faults(Map<String, String> settings) {
        Map<String, String> keys = new HashMap<>();
        keys.put("tocsin.sms.providers.main.account-sid", "AC1");
        keys.put("tocsin.sms.providers.main.auth-token", "token");
        keys.put("tocsin.sms.providers.main.from", "+12025550199");
        settings.forEach((key, value) -> keys.put("tocsin.sms.providers.main." + key, value));
        return SmsConfigCheck.faults(TestConfig.of(SmsConfig.class, keys));
    }
}
