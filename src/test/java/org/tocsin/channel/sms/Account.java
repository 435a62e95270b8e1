package org.tocsin.channel.sms;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.TestMessages;
import org.tocsin.channel.Watchdog;
import org.tocsin.testing.TestConfig;
import org.tocsin.testing.TwilioStub;

/** A {@link TwilioProvider} and the stub that it speaks to. */
final class Account implements AutoCloseable {

    static final OutboundMessage MESSAGE = TestMessages.sms("Grüße, 你好 🔐: your data & you = 100%");
    static final Instant NOW = Instant.parse("2026-08-21T00:01:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final TwilioStub twilio = TwilioStub.start(CLOCK);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TwilioProvider provider;
    private final Watchdog watchdog = new Watchdog();

    Account() {
        this("main");
    }

    Account(String name) {
        this(name, Map.of("from", "+12025550199"), Optional.of("https://notices.example.com"));
    }

    Account(Map<String, String> settings, Optional<String> publicUrl) {
        this("main", settings, publicUrl);
    }

    private Account(String name, Map<String, String> settings, Optional<String> publicUrl) {
        Map<String, String> keys =
                new HashMap<>(Map.of("account-sid", "AC123", "auth-token", "token", "base-url", twilio.baseUrl()));
        keys.putAll(settings);
        provider = new TwilioProvider(name, config(keys), publicUrl, watchdog, CLOCK, meters);
    }

    static SmsConfig.Provider config(Map<String, String> settings) {
        Map<String, String> keys = new HashMap<>();
        settings.forEach((key, value) -> keys.put("tocsin.sms.providers.main." + key, value));
        return TestConfig.of(SmsConfig.class, keys).providers().get("main");
    }

    /** Sends {@link #MESSAGE}, as it is permitted. */
    SendResult send() {
        return provider.send(MESSAGE, () -> true);
    }

    @Override
    public void close() {
        provider.close();
        watchdog.close();
        twilio.close();
    }
}
