package org.tocsin.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an operator can set about HTTP. */
@ConfigMapping(prefix = "tocsin.http")
interface HttpConfig {

    /** The longest request body, in bytes (a suffix K, M or G multiplies), except where a call streams its body. */
    @WithDefault("2M")
    MemorySize maxBodySize();
}
