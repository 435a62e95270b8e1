package org.tocsin.receipt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set about mails that came back. */
@ConfigMapping(prefix = "tocsin.bounces")
interface MailConfig {

    /** How long a mail is kept as it came; what was read from it stays. It quotes the notice, so it holds personal data. */
    @WithDefault("P30D")
    Duration kept();
}
