package org.tocsin.dispatch.suppression;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set about addresses that nothing is sent to. */
@ConfigMapping(prefix = "tocsin.suppression")
interface SuppressionConfig {

    /** How long an address counts as dead that a message could not be delivered to; somebody may move in later. */
    @WithDefault("P365D")
    Duration deadFor();

    /** How often each replica looks for deliveries that have shown an address to be dead or unwilling. */
    @WithDefault("PT5S")
    Duration every();
}
