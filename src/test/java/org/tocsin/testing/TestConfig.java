package org.tocsin.testing;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configuration mappings without the container, with the defaults that they declare. */
public final class TestConfig {

    private TestConfig() {}

    /** The mapping, read from these keys and nothing else. */
    public static <C> C of(Class<C> mapping, Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withDefaultValues(keys)
                .build()
                .getConfigMapping(mapping);
    }
}
