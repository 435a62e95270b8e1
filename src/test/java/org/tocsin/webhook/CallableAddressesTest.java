package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestConfig;
import org.tocsin.webhook.CallableAddresses.RefusedAddressException;

/** Where this service calls for somebody else, and what the URL of an endpoint must be. */
class CallableAddressesTest {

    private static final CallableAddresses PUBLIC_ONLY = callable(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "64:ff9b::a00:1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1"
            })
    void notToWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(PUBLIC_ONLY.allow(InetAddress.getByName(address))).isFalse();
        assertThatThrownBy(() -> PUBLIC_ONLY.resolve(address)).isInstanceOf(RefusedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1"
            })
    void toWhatIs(String address) throws UnknownHostException {
        assertThat(PUBLIC_ONLY.resolve(address)).containsExactly(InetAddress.getByName(address));
    }

    @Test
    void toThoseOfItsOwnThatTheOperatorNames() throws UnknownHostException {
        CallableAddresses own = callable(Map.of("tocsin.webhooks.allowed-networks", "10.20.0.0/16,fd12::/16"));

        assertThat(own.allow(InetAddress.getByName("10.20.255.1"))).isTrue();
        assertThat(own.allow(InetAddress.getByName("fd12:1::1"))).isTrue();
        assertThat(own.allow(InetAddress.getByName("10.21.0.1"))).isFalse();
        assertThat(own.allow(InetAddress.getByName("169.254.169.254"))).isFalse();
        assertThat(own.allow(InetAddress.getByName("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "example.org/8", "fd00::/129", "10.0.0.0/8/8"})
    void refusesWhatIsNoNetwork(String network) {
        assertThatThrownBy(() -> callable(Map.of("tocsin.webhooks.allowed-networks", network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://1.1.1.1/, https",
        "ftp://1.1.1.1/, https",
        "https://10.0.0.1/, private",
        "https://2130706433/, private",
        "https://[::1]/, private",
        "https://[::ffff:169.254.169.254]/, private",
        "https://localhost/, private",
        "https://user@1.1.1.1/, login",
        "https://1.1.1.1/#a, fragment",
        "https:///hooks, URL",
        "/hooks, URL",
        "mailto:a@example.org, URL",
        "https://1.1.1.1:0/, URL",
        "https://1.1.1.1:65536/, URL",
        "https://a b/, URL"
    })
    void anUrlIsPublicAndSpeaksTls(String url, String problem) {
        assertThat(new EndpointUrl(PUBLIC_ONLY, false).problem(url))
                .hasValueSatisfying(told -> assertThat(told).contains(problem));
    }

    @Test
    void onThisMachineTlsIsNotNeededWhereItIsAllowed() {
        EndpointUrl urls = new EndpointUrl(callable(Map.of("tocsin.webhooks.loopback", "true")), true);

        assertThat(urls.problem("http://127.0.0.1:8080/hooks?for=tocsin")).isEmpty();
        assertThat(urls.problem("https://1.1.1.1/hooks")).isEmpty();
        assertThat(urls.problem("http://1.1.1.1/hooks")).isPresent();
        assertThat(urls.problem("http://10.0.0.1/hooks")).isPresent();
    }

    static CallableAddresses callable(Map<String, String> keys) {
        return new CallableAddresses(TestConfig.of(WebhookConfig.class, keys));
    }
}
