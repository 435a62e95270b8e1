package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.drop;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.hang;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.taking;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/** A text that Twilio may have taken is unknown, and is not posted again. */
@Timeout(60)
class TwilioLostAnswerTest {

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
                SendResult result = account.send();

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
            account.send();
            account.twilio.alwaysOnPost(taking(drop()));

            assertThat(account.send().verdict()).isEqualTo(Verdict.UNKNOWN);
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

    private static void assertUnknown(Account account, String code) {
        SendResult result = account.send();

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.stage()).isEqualTo(SendStage.HTTP_POST);
        assertThat(result.failureClass()).isEqualTo(FailureClass.AMBIGUOUS);
        assertThat(result.code()).isEqualTo(code);
        assertThat(account.twilio.posts()).hasSize(1);
        assertThat(account.twilio.taken()).hasSize(1);
    }
}
