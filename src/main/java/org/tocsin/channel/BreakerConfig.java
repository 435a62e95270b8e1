package org.tocsin.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a provider counts as down; the same for every provider. */
@ConfigMapping(prefix = "tocsin.breaker")
public interface BreakerConfig {

    /** How many of the latest messages are looked at; until there are so many, the breaker stays closed. */
    @WithDefault("20")
    int window();

    /** The share of them, from 0 to 1, that opens the breaker when they were lost to the provider. */
    @WithDefault("0.5")
    double failureRatio();

    /** How long an open breaker waits before it lets one message through as a trial. */
    @WithDefault("PT30S")
    Duration delay();
}
