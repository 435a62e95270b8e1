package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.status;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.TwilioStub;

/** Exactly one POST per message, as Twilio wants it, and none that may not be made. */
@Timeout(60)
class TwilioProviderTest {

    @Test
    void oneMessageAsTwilioWantsIt() {
        try (Account account = new Account()) {
            SendResult result = account.send();

            assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(result.providerId())
                    .isEqualTo(account.twilio.taken().get(0).sid());
            assertThat(account.twilio.posts())
                    .containsExactly(new TwilioStub.Post(
                            "/2010-04-01/Accounts/AC123/Messages.json",
                            Map.of(
                                    "To",
                                    "+12025550123",
                                    "From",
                                    "+12025550199",
                                    "Body",
                                    Account.MESSAGE.text(),
                                    "StatusCallback",
                                    "https://notices.example.com/hooks/twilio/status/" + TestMessages.DELIVERY
                                            + "?attempt=1"),
                            basic("AC123", "token")));
        }
    }

    @Test
    void aMessagingServiceTakesThePlaceOfTheNumberAndWithoutAPublicAddressThereIsNoCallback() {
        try (Account account = new Account(Map.of("messaging-service-sid", "MG123"), Optional.empty())) {
            account.send();

            assertThat(account.twilio.posts().get(0).form())
                    .containsEntry("MessagingServiceSid", "MG123")
                    .doesNotContainKeys("From", "StatusCallback");
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Account account = new Account()) {
            account.twilio.onPost((exchange, closing) -> {
                exchange.getResponseHeaders().set("Location", account.twilio.baseUrl() + "/elsewhere");
                status(307, "").answer(exchange, closing);
            });

            SendResult result = account.send();

            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            assertThat(account.twilio.posts()).hasSize(1);
        }
    }

    @Test
    void nobodyListening() {
        try (Account account = new Account()) {
            account.twilio.close();

            SendResult result = account.send();

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.CONNECT);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        }
    }

    @Test
    void withoutThePermitThereIsNoPost() {
        try (Account account = new Account()) {
            SendResult result = account.provider.send(Account.MESSAGE, () -> false);

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.NOT_STARTED);
            assertThat(result.burnsAttempt()).isFalse();
            assertThat(account.twilio.posts()).isEmpty();
            assertThat(account.send().verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12025550123", "+0123456789", "+1 202 555 0123", "whatsapp:+12025550123", "jane", ""})
    void onlyNumbersInE164(String to) {
        try (Account account = new Account()) {
            OutboundMessage message =
                    new OutboundMessage(TestMessages.DELIVERY, 1, ChannelKind.SMS, to, "en", null, "text", null);

            SendResult result = account.provider.send(message, () -> true);

            assertThat(result.failureClass()).isEqualTo(FailureClass.UNSENDABLE);
            assertThat(account.twilio.posts()).isEmpty();
        }
    }

    @Test
    void theTokenIsInNoOutcome() {
        try (Account account = new Account()) {
            account.twilio.onPost(error(401, 20003, "Authenticate"));

            assertThat(account.send().toString()).doesNotContain("token", basic("AC123", "token"));
        }
    }

    private static String basic(String username, String password) {
        byte[] bytes = (username + ":" + password).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
