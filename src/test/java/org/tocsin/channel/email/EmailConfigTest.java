package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.email.EmailConfig.TlsPolicy;
import org.tocsin.testing.TestConfig;

/** Defaults, and what the check at start refuses. */
class EmailConfigTest {

    @Test
    void theDefaultsAreSafe() {
        EmailConfig.Provider provider = Relay.config(Map.of("host", "mail.example.org"));

        assertThat(provider.tls()).isEqualTo(TlsPolicy.STARTTLS);
        assertThat(provider.connections()).isEqualTo(10);
        assertThat(provider.maxConnectionAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(provider.dotTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(provider.deadline()).isLessThan(provider.dotTimeout());
    }

    @Test
    void nothingConfiguredIsNoFault() {
        assertThat(EmailConfigCheck.faults(TestConfig.of(EmailConfig.class, Map.of())))
                .isEmpty();
    }

    @Test
    void aProviderNeedsASender() {
        assertThat(faults(Map.of("providers.main.host", "mail.example.org")))
                .containsExactly("tocsin.email.from is missing: a provider is configured");
    }

    @ParameterizedTest
    @CsvSource({
        "from, two@example.com;more@example.com, tocsin.email.from is not",
        "from, nobody, tocsin.email.from is not",
        "return-path-domain, not a domain, tocsin.email.return-path-domain is not",
        "providers.main.connections, 0, tocsin.email.providers.main.connections must",
        "providers.main.messages-per-connection, 0, tocsin.email.providers.main.messages-per-connection must",
        "providers.main.username, someone, tocsin.email.providers.main: username and password",
        "providers.main.trust-certificate, no-such-file.pem, tocsin.email.providers.main.trust-certificate",
        "providers.main.deadline, PT0S, tocsin.email.providers.main.deadline must",
        "providers.main.max-connection-age, PT0S, tocsin.email.providers.main.max-connection-age must",
        "providers.main.dot-timeout, P60D, tocsin.email.providers.main.dot-timeout must",
    })
    void eachFaultNamesItsKey(String key, String value, String fault) {
        assertThat(faults(settings(key, value))).singleElement().asString().startsWith(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "192.0.2.1", "localhost.example.org", "127.0.0.1.example.org"})
    void plainTextIsForThisMachineOnly(String host) {
        assertThat(faults(plainTo(host)))
                .singleElement()
                .asString()
                .startsWith("tocsin.email.providers.main.tls is NONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1"})
    void plainTextOnThisMachineIsAllowed(String host) {
        assertThat(faults(plainTo(host))).isEmpty();
    }

    private static Map<String, String> settings(String key, String value) {
        Map<String, String> keys =
                new HashMap<>(Map.of("from", "a@example.com", "providers.main.host", "mail.example.org"));
        keys.put(key, value);
        return keys;
    }

    private static Map<String, String> plainTo(String host) {
        return Map.of("from", "a@example.com", "providers.main.host", host, "providers.main.tls", "NONE");
    }

    private static List<String> faults(Map<String, String> keys) {
        Map<String, String> full = new HashMap<>();
        keys.forEach((key, value) -> full.put("tocsin.email." + key, value));
        return EmailConfigCheck.faults(TestConfig.of(EmailConfig.class, full));
    }
}
