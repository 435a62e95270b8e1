package org.tocsin.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which addresses this service calls for somebody else: those of the public internet, and those that the operator has named. It is
 * the resolver of the HTTP client, so that what is connected to is what was looked at: a name cannot point elsewhere in between.
 */
@ApplicationScoped
class CallableAddresses implements DnsResolver {

    /** IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast (RFC 5771) and what is reserved (RFC 1112). */
    private static final List<Network> NOT_PUBLIC_V4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Global unicast (RFC 4291): all else is local, multicast, reserved, or wraps an IPv4 address (NAT64). */
    private static final Network PUBLIC_V6 = Network.parse("2000::/3");

    /** IANA IPv6 Special-Purpose Address Registry: protocol assignments with Teredo, documentation, 6to4. */
    private static final List<Network> NOT_PUBLIC_V6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final List<Network> LOOPBACK = networks("127.0.0.0/8", "::1/128");

    private final List<Network> allowed;

    CallableAddresses(WebhookConfig config) {
        Stream<Network> named =
                config.allowedNetworks().orElse(List.of()).stream().map(Network::parse);
        this.allowed = Stream.concat(named, config.loopback() ? LOOPBACK.stream() : Stream.empty())
                .toList();
    }

    boolean allow(InetAddress address) {
        if (in(allowed, address)) {
            return true;
        }
        return address instanceof Inet4Address
                ? !in(NOT_PUBLIC_V4, address)
                : PUBLIC_V6.contains(address) && !in(NOT_PUBLIC_V6, address);
    }

    /**
     * @throws RefusedAddressException when any of the host's addresses is not called
     * @throws UnknownHostException when it has none at the moment
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : found) {
            if (!allow(address)) {
                throw new RefusedAddressException();
            }
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static boolean in(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... cidrs) {
        return Stream.of(cidrs).map(Network::parse).toList();
    }

    /** The host is where this service does not call. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }
}
