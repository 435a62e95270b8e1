package org.tocsin.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Whether the sample is run, and how fast. */
@ConfigMapping(prefix = "tocsin.demo")
interface DemoConfig {

    /** {@code tocsin.demo=true} runs the sample when the service has started; it needs {@code tocsin.sandbox=true}. */
    @WithParentName
    @WithDefault("false")
    boolean enabled();

    /** People per second: slow enough to watch. */
    @WithDefault("200")
    @Min(1) @Max(100_000) int peoplePerSecond();

    /** Whether the service stops when the process that started it is gone. */
    @WithDefault("false")
    boolean endsWithParent();
}
