package org.tocsin.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set about webhooks. */
@ConfigMapping(prefix = "tocsin.webhooks")
interface WebhookConfig {

    /** How long an event can be sent, and asked for again. */
    @WithDefault("P30D")
    Duration kept();

    /**
     * Networks of our own that endpoints may be in, such as {@code 10.20.0.0/16}; else whoever may add an endpoint could have this
     * service call what only it can reach.
     */
    Optional<List<String>> allowedNetworks();

    /** Whether an endpoint may be on this very machine, and then without TLS. */
    @WithDefault("false")
    boolean loopback();
}
