package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.error;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.ProviderChain;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.TestConfig;

/** With two accounts, either may have the message whose answer was lost. */
@Timeout(60)
class SmsChannelTest {

    private static final OutboundMessage MESSAGE = TestMessages.sms("text");

    private final Account first = new Account();
    private final Account second = new Account();
    private final SmsChannel channel = channel(List.of(first.provider, second.provider));

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void foundWhereItIs() {
        second.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);

        assertThat(lookUp().providerId()).isEqualTo(second.twilio.taken().get(0).sid());
    }

    @Test
    void foundTwiceIsAmbiguous() {
        first.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);
        second.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);

        assertThat(lookUp()).isEqualTo(LookUpResult.AMBIGUOUS);
    }

    @Test
    void notFoundOnlyWhenBothAreSure() {
        assertThat(lookUp()).isEqualTo(LookUpResult.NOT_FOUND);

        second.twilio.onList(error(401, 20003, "no"), error(401, 20003, "no"), error(401, 20003, "no"));
        assertThat(lookUp()).isEqualTo(LookUpResult.UNAVAILABLE);
    }

    private LookUpResult lookUp() {
        return channel.lookUp(MESSAGE, Account.NOW);
    }

    private static SmsChannel channel(List<TwilioProvider> providers) {
        BreakerConfig breaker = TestConfig.of(BreakerConfig.class, Map.of());
        ProviderChain chain = new ProviderChain(providers, ChannelKind.SMS, breaker, new SimpleMeterRegistry());
        return new SmsChannel("+12025550199", providers, chain);
    }
}
