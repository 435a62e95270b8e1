package org.tocsin.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How this replica sends. */
@ConfigMapping(prefix = "tocsin.dispatch")
public interface DispatchConfig {

    /** Whether this replica sends at all; one that does not still answers requests. */
    @WithDefault("true")
    boolean enabled();

    /** How long to wait before looking for due deliveries again when there were none. */
    @WithDefault("PT0.2S")
    Duration pollInterval();

    /** How long to wait before looking again at the batches under way: whom to release, whether to hold or complete one. */
    @WithDefault("PT0.5S")
    Duration progressInterval();

    /** How often this replica says that it is alive; shorter than the lease. */
    @WithDefault("PT3S")
    Duration heartbeat();

    /** After how long a silence another replica takes over. Longer than any pause of a healthy one, shorter than 90 s. */
    @WithDefault("PT30S")
    Duration lease();

    /** How long before a message without an answer is looked into: callbacks come first. */
    @WithDefault("PT10M")
    Duration reconcileAfter();

    /**
     * Recipient domains with a pace of their own, over all replicas and batches; in lower case, international ones in punycode.
     * Every replica must be given the same.
     */
    Map<String, DomainLimit> domains();

    /** The pace of one recipient domain. */
    interface DomainLimit {

        /** At most so many messages; above 0, and at most 1000. */
        double messagesPerSecond();

        /** The time from one message to the next. */
        default Duration gap() {
            if (!(messagesPerSecond() > 0 && messagesPerSecond() <= 1000)) {
                throw new IllegalStateException(
                        "tocsin.dispatch.domains: messages-per-second must be above 0 and at most 1000");
            }
            return Duration.ofNanos(Math.round(1e9 / messagesPerSecond()));
        }
    }

    /** How long the service waits at its stop for messages that are being handed over. */
    @WithDefault("PT15S")
    Duration drain();
}
