package org.tocsin.receipt.sendgrid;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set about SendGrid's events. */
@ConfigMapping(prefix = "tocsin.bounces.sendgrid")
public interface SendGridConfig {

    /** The keys of the signed event webhook, as SendGrid shows them; two while one is changed. Without any the hook is closed. */
    Optional<List<String>> publicKeys();

    /**
     * How old a call may be. SendGrid tries for a day to hand over what it could not, and does not say that it signs each try
     * anew; a call that is played again changes nothing.
     */
    @WithDefault("PT25H")
    Duration maxAge();
}
