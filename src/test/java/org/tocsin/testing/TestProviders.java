package org.tocsin.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Clock;
import java.util.Map;

/** Real SMTP and IMAP servers, and stand-ins for Twilio, Amazon SNS and SendGrid, on loopback, for the service under test. */
public class TestProviders implements QuarkusTestResourceLifecycleManager {

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;
    private BounceMailbox mailbox;
    private SnsStub sns;
    private final SendGridCalls sendGrid = new SendGridCalls();

    @Override
    public Map<String, String> start() {
        mail = ScriptedSmtpServer.start();
        twilio = TwilioStub.start(Clock.systemUTC());
        mailbox = BounceMailbox.start();
        sns = SnsStub.start();
        return Map.ofEntries(
                Map.entry("tocsin.public-url", "https://notices.example.org/"),
                Map.entry("tocsin.email.from", "notices@example.org"),
                Map.entry("tocsin.email.from-name", "Example Telecom"),
                Map.entry("tocsin.email.return-path-domain", "bounces.example.org"),
                Map.entry("tocsin.email.providers.main.host", "127.0.0.1"),
                Map.entry("tocsin.email.providers.main.port", Integer.toString(mail.port())),
                Map.entry("tocsin.email.providers.main.tls", "NONE"),
                Map.entry("tocsin.bounces.mailbox.host", "127.0.0.1"),
                Map.entry("tocsin.bounces.mailbox.port", Integer.toString(mailbox.port())),
                Map.entry("tocsin.bounces.mailbox.username", BounceMailbox.USER),
                Map.entry("tocsin.bounces.mailbox.password", BounceMailbox.PASSWORD),
                Map.entry("tocsin.bounces.mailbox.tls", "NONE"),
                Map.entry("tocsin.bounces.mailbox.every", "PT1S"),
                // A test that cuts the database off may cost a turn its end: others then wait as long as it could have
                // taken.
                Map.entry("tocsin.bounces.mailbox.at-most", "PT5S"),
                Map.entry("tocsin.bounces.ses.topics", SnsStub.TOPIC),
                Map.entry("tocsin.bounces.ses.endpoint", sns.address()),
                Map.entry("tocsin.bounces.sendgrid.public-keys", sendGrid.publicKey()),
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
        injector.injectIntoFields(mailbox, new TestInjector.MatchesType(BounceMailbox.class));
        injector.injectIntoFields(sns, new TestInjector.MatchesType(SnsStub.class));
        injector.injectIntoFields(sendGrid, new TestInjector.MatchesType(SendGridCalls.class));
    }

    @Override
    public void stop() {
        mail.close();
        twilio.close();
        mailbox.close();
        sns.close();
    }
}
