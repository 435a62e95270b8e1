package org.tocsin.receipt.mailbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What must be right in the configuration of the mailbox before the service may start. */
final class MailboxConfigCheck {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final String KEY = "tocsin.bounces.mailbox";

    private MailboxConfigCheck() {}

    /** Every fault, each naming its key; empty when all is well, or no mailbox is configured. */
    static List<String> faults(MailboxConfig config) {
        List<String> faults = new ArrayList<>();
        if (config.host().isEmpty()) {
            return faults;
        }
        if (!config.tls().fits(config.host().get())) {
            faults.add(KEY + ".tls is NONE, which only a server on this machine may have, but host is another");
        }
        if (config.username().isEmpty() || config.password().isEmpty()) {
            faults.add(KEY + ".username and .password are missing");
        }
        config.trustCertificate()
                .filter(file -> !Files.isReadable(Path.of(file)))
                .ifPresent(file -> faults.add(KEY + ".trust-certificate cannot be read"));
        if (config.then() == MailboxConfig.Then.MOVE && config.moveTo().equals(config.folder())) {
            faults.add(KEY + ".move-to is the folder that is read");
        }
        if (config.every().compareTo(SHORTEST_PAUSE) < 0 || config.atMost().compareTo(SHORTEST_PAUSE) < 0) {
            faults.add(KEY + ".every and .at-most must be at least a second");
        }
        if (config.maxBytes() < 1) {
            faults.add(KEY + ".max-bytes must be at least 1");
        }
        return faults;
    }
}
