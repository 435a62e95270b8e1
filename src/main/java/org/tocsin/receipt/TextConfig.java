package org.tocsin.receipt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set about texts that people send to our numbers. */
@ConfigMapping(prefix = "tocsin.inbound-texts")
interface TextConfig {

    /** How long it is kept who wrote what; what followed from it stays. */
    @WithDefault("P30D")
    Duration kept();
}
