package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.taking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.BreakerConfig;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.ProviderChain;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.TestConfig;

/** With two accounts, the second takes over, and either may have a message whose answer was lost. */
@Timeout(60)
class SmsChannelTest {

    private static final OutboundMessage MESSAGE = TestMessages.sms("text");

    private static final int WINDOW = 4;

    private final Account first = new Account("first");
    private final Account second = new Account("second");
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

        cannotBeAsked(second);
        assertThat(lookUp()).isEqualTo(LookUpResult.UNAVAILABLE);
    }

    @Test
    void whereTheAccountIsKnownOnlyItIsAsked() {
        first.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);

        assertThat(channel.lookUp(MESSAGE, "second", Account.NOW)).isEqualTo(LookUpResult.NOT_FOUND);
        assertThat(channel.lookUp(MESSAGE, "first", Account.NOW).answer()).isEqualTo(LookUpResult.Answer.FOUND);
        assertThat(first.twilio.listQueries()).hasSize(1);
        assertThat(second.twilio.listQueries()).hasSize(1);
    }

    @Test
    void anAccountThatIsNoLongerThereMeansAll() {
        second.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);

        assertThat(channel.lookUp(MESSAGE, "renamed", Account.NOW).answer()).isEqualTo(LookUpResult.Answer.FOUND);
    }

    @Test
    void theSecondAccountTakesOverAndNoMessageIsPostedTwice() {
        first.twilio.alwaysOnPost(taking(status(503, "")));

        List<SendResult> results = IntStream.range(0, 10)
                .mapToObj(i -> channel.send(MESSAGE, () -> true))
                .toList();

        assertThat(first.twilio.posts()).hasSize(WINDOW);
        assertThat(second.twilio.posts()).hasSize(10 - WINDOW);
        assertThat(results.subList(0, WINDOW)).allSatisfy(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(result.provider()).isEqualTo("first");
        });
        assertThat(results.subList(WINDOW, 10)).allSatisfy(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(result.provider()).isEqualTo("second");
        });
    }

    private static void cannotBeAsked(Account account) {
        account.twilio.onList(error(401, 20003, "no"), error(401, 20003, "no"), error(401, 20003, "no"));
    }

    private LookUpResult lookUp() {
        return channel.lookUp(MESSAGE, null, Account.NOW);
    }

    private static SmsChannel channel(List<TwilioProvider> providers) {
        BreakerConfig breaker =
                TestConfig.of(BreakerConfig.class, Map.of("tocsin.breaker.window", String.valueOf(WINDOW)));
        ProviderChain chain = new ProviderChain(providers, ChannelKind.SMS, breaker, new SimpleMeterRegistry());
        return new SmsChannel("+12025550199", providers, chain);
    }
}
