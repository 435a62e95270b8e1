package org.tocsin.affected;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long victims' data is kept. */
@ConfigMapping(prefix = "tocsin.records")
public interface RetentionConfig {

    /**
     * How long after it was sealed, or after the last batch over it ended, a record set is purged by itself. At least a day: a
     * batch of yesterday may still get bounces.
     */
    @WithDefault("P730D")
    Duration retention();
}
