package org.tocsin.dispatch.hours;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;

/** What a batch's hours go by where nothing is known of the recipient. */
@ConfigMapping(prefix = "tocsin.batch")
interface SendingHoursConfig {

    /** The organisation's own time zone. */
    @WithDefault("UTC")
    ZoneId defaultZone();
}
