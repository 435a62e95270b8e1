package org.tocsin.receipt.ses;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What an operator can set about events of Amazon SES. */
@ConfigMapping(prefix = "tocsin.bounces.ses")
public interface SesConfig {

    /** The topics of Amazon SNS whose calls are taken, by ARN; without any the hook is closed. */
    Optional<Set<String>> topics();

    /** A stand-in for {@code https://sns.<region>.amazonaws.com} on this machine, for tests. */
    Optional<URI> endpoint();
}
