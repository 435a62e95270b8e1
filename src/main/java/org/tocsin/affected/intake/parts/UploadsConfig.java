package org.tocsin.affected.intake.parts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set about uploads in parts. */
@ConfigMapping(prefix = "tocsin.uploads")
interface UploadsConfig {

    /** How long after its last part an unfinished upload is kept. */
    @WithDefault("PT24H")
    Duration expireAfter();

    /** The longest upload in parts; it lies in the database until it is read, beside the record set that it becomes. */
    @WithDefault("100G")
    MemorySize maxSize();
}
