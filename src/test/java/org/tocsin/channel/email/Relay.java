package org.tocsin.channel.email;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.TestMessages;
import org.tocsin.channel.Watchdog;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.TestConfig;
import org.tocsin.testing.TestKeys;

/** An {@link SmtpProvider} and the mail server that it speaks to. */
final class Relay implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-21T10:15:30Z"), ZoneOffset.UTC);
    static final TestKeys KEYS = new TestKeys("relay");
    static final EmailSender SENDER = new EmailSender("notices@example.com", "Example Telecom", "bounces.example.com");

    final ScriptedSmtpServer server;
    final SmtpProvider provider;
    private final Watchdog watchdog = new Watchdog();

    /** Without TLS and patient, but for the settings given: keys of a provider, such as {@code deadline}. */
    Relay(ScriptedSmtpServer server, Map<String, String> settings) {
        this.server = server;
        Map<String, String> keys = new HashMap<>(
                Map.of("host", "localhost", "port", String.valueOf(server.port()), "tls", "NONE", "connections", "2"));
        keys.putAll(settings);
        this.provider = new SmtpProvider("first", config(keys), SENDER, noticeMime(), watchdog);
    }

    Relay(Map<String, String> settings) {
        this(ScriptedSmtpServer.start(), settings);
    }

    Relay() {
        this(Map.of());
    }

    static NoticeMime noticeMime() {
        return new NoticeMime(SENDER, new ReturnPath(KEYS), new DeliveryHeader(KEYS), CLOCK);
    }

    static EmailConfig.Provider config(Map<String, String> settings) {
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put("tocsin.email.providers.first." + key, value));
        return TestConfig.of(EmailConfig.class, keys).providers().get("first");
    }

    SendResult send() {
        return send(TestMessages.email());
    }

    SendResult send(OutboundMessage message) {
        return provider.send(message, () -> true);
    }

    @Override
    public void close() {
        provider.close();
        watchdog.close();
        server.close();
    }
}
