package org.tocsin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.util.Map;

/** A real SMTP server and a stand-in for Twilio, on loopback, for the service under test. */
public class TestProviders implements QuarkusTestResourceLifecycleManager {

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;

    @Override
    public Map<String, String> start() {
        mail = ScriptedSmtpServer.start();
        twilio = TwilioStub.start(Clock.systemUTC());
        return Map.ofEntries(
                Map.entry("tocsin.public-url", "https://notices.example.org/"),
                Map.entry("tocsin.email.from", "notices@example.org"),
                Map.entry("tocsin.email.from-name", "Example Telecom"),
                Map.entry("tocsin.email.return-path-domain", "bounces.example.org"),
                Map.entry("tocsin.email.providers.main.host", "127.0.0.1"),
                Map.entry("tocsin.email.providers.main.port", Integer.toString(mail.port())),
                Map.entry("tocsin.email.providers.main.tls", "NONE"),
                Map.entry("tocsin.sms.providers.main.account-sid", "AC00000000000000000000000000000001"),
                Map.entry("tocsin.sms.providers.main.auth-token", "a-token-for-tests"),
                Map.entry("tocsin.sms.providers.main.from", "+12025550123"),
                Map.entry("tocsin.sms.providers.main.base-url", twilio.baseUrl()),
                Map.entry("tocsin.webhooks.loopback", "true"),
                Map.entry("tocsin.test-send.allowed", "staff@example.org"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mail, new TestInjector.MatchesType(ScriptedSmtpServer.class));
        injector.injectIntoFields(twilio, new TestInjector.MatchesType(TwilioStub.class));
    }

    @Override
    public void stop() {
        mail.close();
        twilio.close();
    }
}
