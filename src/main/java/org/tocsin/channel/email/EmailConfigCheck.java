package org.tocsin.channel.email;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must be right in the email configuration before the service may start. */
public final class EmailConfigCheck {

    private EmailConfigCheck() {}

    /** Every fault, each naming its key; empty when all is well. */
    public static List<String> faults(EmailConfig config) {
        List<String> faults = new ArrayList<>();
        config.from()
                .filter(from -> Mailbox.sender(from).isEmpty())
                .ifPresent(from -> faults.add("tocsin.email.from is not one plain address"));
        config.fromName()
                .filter(HeaderText::hasControl)
                .ifPresent(name -> faults.add("tocsin.email.from-name has control characters"));
        config.returnPathDomain()
                .filter(domain -> Mailbox.sender("bounce@" + domain).isEmpty())
                .ifPresent(domain -> faults.add("tocsin.email.return-path-domain is not a domain"));
        if (config.from().isEmpty() && !config.providers().isEmpty()) {
            faults.add("tocsin.email.from is missing: a provider is configured");
        }
        for (Map.Entry<String, EmailConfig.Provider> entry : config.providers().entrySet()) {
            check("tocsin.email.providers." + entry.getKey(), entry.getValue(), faults);
        }
        return faults;
    }

    private static void check(String key, EmailConfig.Provider provider, List<String> faults) {
        if (!provider.tls().fits(provider.host())) {
            faults.add(key + ".tls is NONE, which only a server on this machine may have, but host is another");
        }
        if (provider.username().isPresent() != provider.password().isPresent()) {
            faults.add(key + ": username and password go together");
        }
        provider.trustCertificate()
                .filter(file -> !Files.isReadable(Path.of(file)))
                .ifPresent(file -> faults.add(key + ".trust-certificate cannot be read"));
        if (provider.connections() < 1) {
            faults.add(key + ".connections must be at least 1");
        }
        if (provider.messagesPerConnection() < 1) {
            faults.add(key + ".messages-per-connection must be at least 1");
        }
        Map<String, Duration> times = Map.of(
                "connect-timeout", provider.connectTimeout(),
                "command-timeout", provider.commandTimeout(),
                "deadline", provider.deadline(),
                "dot-timeout", provider.dotTimeout(),
                "idle-timeout", provider.idleTimeout(),
                "max-connection-age", provider.maxConnectionAge());
        times.forEach((name, time) -> {
            if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
                faults.add(key + "." + name + " must be between a millisecond and 24 days");
            }
        });
    }
}
