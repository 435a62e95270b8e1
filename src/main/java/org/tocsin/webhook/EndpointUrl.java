package org.tocsin.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tocsin.webhook.CallableAddresses.RefusedAddressException;

/** What the address of an endpoint must be. */
final class EndpointUrl {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final CallableAddresses callable;
    private final boolean loopback;

    EndpointUrl(CallableAddresses callable, boolean loopback) {
        this.callable = callable;
        this.loopback = loopback;
    }

    /**
     * What is wrong with it, or empty. A host that has no address at the moment may have one later, and is looked at again whenever
     * it is connected to.
     */
    Optional<String> problem(String text) {
        URI url;
        try {
            url = new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            return Optional.of("must be a URL");
        }
        if (url.getHost() == null || url.getScheme() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            return Optional.of("must be a URL with a host");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must have neither a login nor a fragment");
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(loopback && scheme.equals("http") && THIS_MACHINE.contains(host))) {
            return Optional.of("must begin with https://");
        }
        return addressProblem(host);
    }

    private Optional<String> addressProblem(String host) {
        try {
            InetAddress[] found = callable.resolve(host);
            return found == null || found.length == 0 ? Optional.of("must have a host") : Optional.empty();
        } catch (RefusedAddressException e) {
            return Optional.of("must not lie in a private network; see tocsin.webhooks.allowed-networks");
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
