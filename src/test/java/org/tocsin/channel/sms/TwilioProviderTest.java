package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.drop;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.hang;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.taking;
import static org.tocsin.testing.TwilioStub.Action.tooMany;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.TwilioStub;

/** Exactly one POST per message, and the right word for each of its ends. */
@Timeout(60)
class TwilioProviderTest {

    private static final OutboundMessage MESSAGE = TestMessages.sms("Grüße, 你好 🔐: your data & you = 100%");

    @Test
    void oneMessageAsTwilioWantsIt() {
        try (Account account = new Account()) {
            SendResult result = send(account);

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
                                    MESSAGE.text(),
                                    "StatusCallback",
                                    "https://notices.example.com/hooks/twilio/status/" + TestMessages.DELIVERY
                                            + "?attempt=1"),
                            basic("AC123", "token")));
        }
    }

    @Test
    void aMessagingServiceTakesThePlaceOfTheNumberAndWithoutAPublicAddressThereIsNoCallback() {
        try (Account account = new Account(Map.of("messaging-service-sid", "MG123"), Optional.empty())) {
            send(account);

            assertThat(account.twilio.posts().get(0).form())
                    .containsEntry("MessagingServiceSid", "MG123")
                    .doesNotContainKeys("From", "StatusCallback");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aServerErrorIsUnknownAndNotRepeated(int status) {
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(taking(status(status, "")));

            assertUnknown(account, String.valueOf(status));
        }
    }

    @Test
    void aServerErrorWithACodeIsUnknownToo() {
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(taking(error(500, 20500, "Internal Server Error")));

            assertUnknown(account, "500 20500");
        }
    }

    @Test
    void aLostAnswerIsUnknownAndNotRepeated() {
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(taking(drop()));

            assertUnknown(account, null);
        }
    }

    /** The whole request is read, and then the connection is reset. */
    @Test
    void aResetAfterTheRequestIsUnknownAndNotRepeated() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> resetEach(server, requests), "resets");
            thread.start();
            Map<String, String> there =
                    Map.of("from", "+12025550199", "base-url", "http://127.0.0.1:" + server.getLocalPort());
            try (Account account = new Account(there, Optional.empty())) {
                SendResult result = send(account);

                assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
                assertThat(result.failureClass()).isEqualTo(FailureClass.AMBIGUOUS);
            }
            server.close();
            thread.join();
        }
        assertThat(requests).hasValue(1);
    }

    private static void resetEach(ServerSocket server, AtomicInteger requests) {
        try {
            while (true) {
                Socket socket = server.accept();
                requests.incrementAndGet();
                InputStream in = socket.getInputStream();
                StringBuilder read = new StringBuilder();
                while (!read.toString().contains("Body=")) {
                    read.append((char) in.read());
                }
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            // The server was closed: the test is over.
        }
    }

    @Test
    void anAnswerLostOnAKeptConnectionIsNotRepeatedEither() {
        try (Account account = new Account()) {
            send(account);
            account.twilio.alwaysOnPost(taking(drop()));

            assertThat(send(account).verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(account.twilio.posts()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsUnknownAndNotRepeated() {
        Map<String, String> impatient = Map.of("from", "+12025550199", "answer-timeout", "PT0.4S");
        try (Account account = new Account(impatient, Optional.empty())) {
            account.twilio.alwaysOnPost(taking(hang()));

            assertUnknown(account, null);
        }
    }

    @Test
    void aSuccessThatNamesNoMessageIsNoSuccess() {
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(taking(status(201, "{}")));
            assertUnknown(account, "201");
        }
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(taking(status(200, "<html>Welcome to the hotel</html>")));
            assertUnknown(account, "200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "120,                            120",
        "0,                              0",
        "'Fri, 21 Aug 2026 00:03:00 GMT', 120",
        "999999999999,                   86400",
        "-5,                             ",
        "soon,                           ",
    })
    void tooFastAsksForPatience(String retryAfter, Long seconds) {
        try (Account account = new Account()) {
            account.twilio.alwaysOnPost(tooMany(retryAfter));

            SendResult result = send(account);

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.failureClass()).isEqualTo(FailureClass.TOO_FAST);
            assertThat(result.burnsAttempt()).isFalse();
            assertThat(result.retryAfter()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
            assertThat(account.twilio.posts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21211, REFUSED,   ADDRESS_DEAD",
        "400, 21610, REFUSED,   OPTED_OUT",
        "400, 21617, REFUSED,   UNSENDABLE",
        "400, 30007, REFUSED,   POLICY",
        "400, 21408, TRY_LATER, POLICY",
        "400, 21611, TRY_LATER, TOO_FAST",
        "400, 30003, TRY_LATER, MAILBOX_UNABLE",
        "401, 20003, TRY_LATER, PROVIDER_DOWN",
        "404, 20404, TRY_LATER, PROVIDER_DOWN",
        "400, 99999, REFUSED,   POLICY",
        "429, 99999, TRY_LATER, TOO_FAST",
    })
    void refusals(int status, int code, Verdict verdict, FailureClass failureClass) {
        try (Account account = new Account()) {
            account.twilio.onPost(error(status, code, "The 'To' number +12025550123 is wrong."));

            SendResult result = send(account);

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.failureClass()).isEqualTo(failureClass);
            assertThat(result.stage()).isEqualTo(SendStage.ANSWERED);
            assertThat(result.code()).isEqualTo(status + " " + code);
            assertThat(result.words()).isEqualTo("The 'To' number [number] is wrong.");
            assertThat(account.twilio.posts()).hasSize(1);
        }
    }

    @Test
    void anUnknownCodeIsCounted() {
        try (Account account = new Account()) {
            account.twilio.onPost(error(400, 99999, "new"), error(400, 21211, "known"));

            send(account);
            send(account);

            assertThat(account.meters
                            .get("tocsin.provider.unknown.codes")
                            .tag("code", "99999")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(account.meters.find("tocsin.provider.unknown.codes").counters())
                    .hasSize(1);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Account account = new Account()) {
            account.twilio.onPost((exchange, closing) -> {
                exchange.getResponseHeaders().set("Location", account.twilio.baseUrl() + "/elsewhere");
                status(307, "").answer(exchange, closing);
            });

            SendResult result = send(account);

            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            assertThat(account.twilio.posts()).hasSize(1);
        }
    }

    @Test
    void aMessageGivenUpAtOnceIsNotAccepted() {
        try (Account account = new Account()) {
            account.twilio.onPost(status(
                    201, "{\"sid\":\"SM1\",\"status\":\"failed\",\"error_code\":30005,\"error_message\":\"gone\"}"));

            SendResult result = send(account);

            assertThat(result.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(result.failureClass()).isEqualTo(FailureClass.ADDRESS_DEAD);
        }
    }

    @Test
    void nobodyListening() {
        try (Account account = new Account()) {
            account.twilio.close();

            SendResult result = send(account);

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.CONNECT);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        }
    }

    @Test
    void withoutThePermitThereIsNoPost() {
        try (Account account = new Account()) {
            SendResult result = account.provider.send(MESSAGE, () -> false);

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.NOT_STARTED);
            assertThat(result.burnsAttempt()).isFalse();
            assertThat(account.twilio.posts()).isEmpty();
            assertThat(send(account).verdict()).isEqualTo(Verdict.ACCEPTED);
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

            assertThat(send(account).toString()).doesNotContain("token", basic("AC123", "token"));
        }
    }

    private static void assertUnknown(Account account, String code) {
        SendResult result = send(account);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.stage()).isEqualTo(SendStage.HTTP_POST);
        assertThat(result.failureClass()).isEqualTo(FailureClass.AMBIGUOUS);
        assertThat(result.code()).isEqualTo(code);
        assertThat(account.twilio.posts()).hasSize(1);
        assertThat(account.twilio.taken()).hasSize(1);
    }

    private static SendResult send(Account account) {
        return account.provider.send(MESSAGE, () -> true);
    }

    private static String basic(String username, String password) {
        byte[] bytes = (username + ":" + password).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}
