package org.tocsin.batch.preview;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Who may be sent a test. */
@ConfigMapping(prefix = "tocsin.test-send")
interface TestSendConfig {

    /** Addresses and E.164 numbers of staff; nobody else ever gets a test. */
    Optional<Set<String>> allowed();
}
