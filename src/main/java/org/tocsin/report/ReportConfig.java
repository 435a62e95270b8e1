package org.tocsin.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set about reports. */
@ConfigMapping(prefix = "tocsin.reports")
interface ReportConfig {

    /**
     * How long one statement of a report may take, of which there are up to seven; at most ten minutes. While it counts, PostgreSQL
     * keeps what others have replaced.
     */
    @WithDefault("PT2M")
    Duration statementLimit();
}
