package org.tocsin.channel.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.MessageChannel;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.channel.email.EmailConfig;
import org.tocsin.channel.sandbox.SandboxChannel;
import org.tocsin.channel.sms.SmsConfig;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestConfig;
import org.tocsin.testing.TestKeys;
import org.tocsin.testing.TwilioStub;

/** Which channel a deployment has, and that a drill has no way out. */
@Timeout(60)
class ConfiguredChannelsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-21T10:15:30Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final Map<String, String> keys = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    @Test
    void withoutAProviderThereIsNoChannelAndTheSandboxDoesNotStandIn() {
        ConfiguredChannels channels = channels(false);

        assertThat(channels.find(ChannelKind.EMAIL, false)).isEmpty();
        assertThat(channels.find(ChannelKind.SMS, false)).isEmpty();
        assertThat(channels.find(ChannelKind.EMAIL, true)).containsInstanceOf(SandboxChannel.class);
        assertThat(channels.find(ChannelKind.SMS, true)).containsInstanceOf(SandboxChannel.class);
    }

    @Test
    void aDrillReachesTheSandboxThoughProvidersAreThere() {
        ScriptedSmtpServer relay = relay("main", 1);
        TwilioStub twilio = twilio();
        ConfiguredChannels channels = channels(false);

        for (ChannelKind kind : ChannelKind.values()) {
            MessageChannel drill = channels.find(kind, true).orElseThrow();
            assertThat(drill.simulated()).isTrue();
            assertThat(send(drill).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
        assertThat(relay.connections()).isZero();
        assertThat(twilio.posts()).isEmpty();
        assertThat(channels.find(ChannelKind.EMAIL, true).orElseThrow().sender())
                .as("a drill shows the real sender")
                .isEqualTo("notices@example.com");
    }

    @Test
    void inSandboxModeNothingLeavesThoughProvidersAreThere() {
        ScriptedSmtpServer relay = relay("main", 1);
        TwilioStub twilio = twilio();
        ConfiguredChannels channels = channels(true);

        for (ChannelKind kind : ChannelKind.values()) {
            MessageChannel channel = channels.find(kind, false).orElseThrow();
            assertThat(channel.simulated()).isTrue();
            assertThat(send(channel).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
        assertThat(relay.connections()).isZero();
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void theSandboxHasASenderWhenNoneIsConfigured() {
        ConfiguredChannels channels = channels(true);

        assertThat(channels.find(ChannelKind.EMAIL, false).orElseThrow().sender())
                .isEqualTo("notices@sandbox.invalid");
        assertThat(send(channels.find(ChannelKind.EMAIL, false).orElseThrow()).verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void withProvidersTheRealChannelsSend() {
        ScriptedSmtpServer relay = relay("main", 1);
        TwilioStub twilio = twilio();
        ConfiguredChannels channels = channels(false);

        MessageChannel email = channels.find(ChannelKind.EMAIL, false).orElseThrow();
        MessageChannel sms = channels.find(ChannelKind.SMS, false).orElseThrow();

        assertThat(email.simulated()).isFalse();
        assertThat(email.sender()).isEqualTo("notices@example.com");
        assertThat(email.concurrency()).isEqualTo(10);
        assertThat(send(email).provider()).isEqualTo("main");
        assertThat(relay.messages()).hasSize(1);
        assertThat(sms.sender()).isEqualTo("+12025550199");
        assertThat(send(sms).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(sms.lookUp(TestMessages.sms("text"), "main", CLOCK.instant()).providerId())
                .isEqualTo(twilio.taken().get(0).sid());
        channels.stop(new ShutdownEvent());
    }

    @Test
    void aRelayThatHasBeenDownComesBack() {
        ScriptedSmtpServer first = relay("first", 1);
        ScriptedSmtpServer second = relay("second", 2);
        keys.put("tocsin.breaker.window", "2");
        keys.put("tocsin.breaker.delay", "PT0S");
        first.always(Step.GREETING, SmtpAction.disconnect());
        MessageChannel email = channels(false).find(ChannelKind.EMAIL, false).orElseThrow();

        assertThat(send(email).stage()).isEqualTo(SendStage.GREETING);
        assertThat(send(email).stage()).isEqualTo(SendStage.GREETING);
        first.answerAsUsual();
        await().until(() -> breaker("first") == 1);

        assertThat(send(email).provider()).isEqualTo("first");
        assertThat(breaker("first")).isZero();
        assertThat(second.messages()).isEmpty();
    }

    @Test
    void whileTheFirstRelayIsDownTheSecondTakesOver() {
        ScriptedSmtpServer first = relay("first", 1);
        ScriptedSmtpServer second = relay("second", 2);
        keys.put("tocsin.breaker.window", "2");
        first.always(Step.GREETING, SmtpAction.disconnect());
        MessageChannel email = channels(false).find(ChannelKind.EMAIL, false).orElseThrow();
        send(email);
        send(email);

        SendResult result = send(email);

        assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(result.provider()).isEqualTo("second");
        assertThat(second.messages()).hasSize(1);
        assertThat(first.connections()).isEqualTo(2);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        keys.put("tocsin.email.providers.main.host", "mail.example.org");
        keys.put("tocsin.email.providers.main.tls", "NONE");
        keys.put("tocsin.sms.providers.main.account-sid", "AC1");
        keys.put("tocsin.sms.providers.main.auth-token", "not-told");
        keys.put("tocsin.sms.providers.main.base-url", "http://sms.example.org");
        keys.put("tocsin.breaker.failure-ratio", "2");

        assertThatThrownBy(() -> channels(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "tocsin.email.from is missing",
                        "tocsin.email.providers.main.tls is NONE",
                        "tocsin.sms.providers.main: give either messaging-service-sid or from",
                        "tocsin.sms.providers.main.base-url must be https",
                        "tocsin.breaker.failure-ratio")
                .hasMessageNotContaining("not-told");
    }

    private ConfiguredChannels channels(boolean sandbox) {
        ConfiguredChannels channels = new ConfiguredChannels(
                TestConfig.of(EmailConfig.class, keys),
                TestConfig.of(SmsConfig.class, keys),
                TestConfig.of(BreakerConfig.class, keys),
                new Deployment(sandbox, folder.toString(), Optional.empty()),
                new TestKeys("channels"),
                CLOCK,
                meters);
        toClose.add(0, () -> channels.stop(new ShutdownEvent()));
        return channels;
    }

    private ScriptedSmtpServer relay(String name, int priority) {
        ScriptedSmtpServer server = ScriptedSmtpServer.start();
        toClose.add(server);
        String provider = "tocsin.email.providers." + name + ".";
        keys.put("tocsin.email.from", "notices@example.com");
        keys.put(provider + "host", "localhost");
        keys.put(provider + "port", String.valueOf(server.port()));
        keys.put(provider + "tls", "NONE");
        keys.put(provider + "priority", String.valueOf(priority));
        return server;
    }

    private TwilioStub twilio() {
        TwilioStub stub = TwilioStub.start(CLOCK);
        toClose.add(stub);
        keys.put("tocsin.sms.providers.text.account-sid", "AC1");
        keys.put("tocsin.sms.providers.text.auth-token", "token");
        keys.put("tocsin.sms.providers.text.from", "+12025550199");
        keys.put("tocsin.sms.providers.text.base-url", stub.baseUrl());
        return stub;
    }

    private static SendResult send(MessageChannel channel) {
        return channel.kind() == ChannelKind.EMAIL
                ? channel.send(TestMessages.email(), () -> true)
                : channel.send(TestMessages.sms("text"), () -> true);
    }

    private double breaker(String provider) {
        return meters.get("tocsin.provider.breaker")
                .tag("provider", provider)
                .gauge()
                .value();
    }
}
