package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.ScriptedSmtpServer;

/** Connections are kept, worn out and limited. */
@Timeout(30)
class SmtpConnectionsTest {

    @Test
    void aConnectionIsKeptForTheMessagesAfter() {
        try (Relay relay = new Relay()) {
            IntStream.range(0, 5).forEach(i -> relay.send());

            assertThat(relay.server.messages()).hasSize(5);
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionIsChangedBeforeItIsWornOut() {
        try (Relay relay = new Relay(Map.of("messages-per-connection", "2"))) {
            relay.server.mostMessagesPerConnection(2);

            IntStream.range(0, 5)
                    .forEach(i -> assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED));

            assertThat(relay.server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aServersLimitPerConnectionBurnsNoAttempt() {
        try (Relay relay = new Relay()) {
            relay.server.mostMessagesPerConnection(1);
            relay.send();

            SendResult result = relay.send();

            assertThat(result.failureClass()).isEqualTo(FailureClass.TOO_FAST);
            assertThat(result.burnsAttempt()).isFalse();
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void aConnectionThatWasClosedWhileItWasKeptCostsNobodyAnAttempt() {
        try (Relay relay = new Relay()) {
            relay.send();
            relay.server.disconnectAll();

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServersLimitOfConnectionsHoldsNobodyUp() throws Exception {
        try (Relay relay = new Relay(ScriptedSmtpServer.start().mostConnections(5), Map.of("connections", "12"))) {
            relay.send();

            List<SendResult> results = sendAtOnce(relay, 12, 120);

            assertThat(results).noneMatch(SendResult::burnsAttempt);
            assertThat(relay.server.messages()).hasSize(1 + accepted(results));
            assertThat(accepted(results)).isGreaterThan(60);
        }
    }

    @Test
    void aServerThatRefusesMoreConnectionsIsServedByThoseThatStand() throws Exception {
        try (Relay relay = new Relay(Map.of("connections", "4"))) {
            relay.send();
            relay.server.stopListening();

            List<SendResult> results = sendAtOnce(relay, 4, 20);

            assertThat(results).noneMatch(SendResult::burnsAttempt);
            assertThat(relay.server.messages()).hasSize(1 + accepted(results));
            assertThat(accepted(results)).isGreaterThan(10);
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsGoneIsDownHoweverManyStoodBefore() {
        try (Relay relay = new Relay()) {
            relay.send();
            relay.server.close();

            assertThat(relay.send().failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            assertThat(relay.send().stage()).isEqualTo(SendStage.CONNECT);
        }
    }

    private static int accepted(List<SendResult> results) {
        return (int) results.stream()
                .filter(result -> result.verdict() == Verdict.ACCEPTED)
                .count();
    }

    private static List<SendResult> sendAtOnce(Relay relay, int threads, int messages) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            List<CompletableFuture<SendResult>> sending = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                sending.add(CompletableFuture.supplyAsync(relay::send, senders));
            }
            List<SendResult> results = new ArrayList<>();
            for (CompletableFuture<SendResult> future : sending) {
                results.add(future.get());
            }
            return results;
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void closingTheProviderSaysGoodbye() {
        try (Relay relay = new Relay()) {
            relay.send();
            relay.provider.close();
            await().until(() -> relay.server.commands().contains("QUIT"));
        }
    }

    @Test
    void oneRecipientPerMessageAndItsOwnReturnPath() {
        try (Relay relay = new Relay()) {
            relay.send();

            ScriptedSmtpServer.Received received = relay.server.messages().get(0);
            assertThat(received.recipients()).containsExactly("jane.roe@example.org");
            assertThat(new ReturnPath(Relay.KEYS).verify(received.envelopeFrom()))
                    .contains(TestMessages.DELIVERY);
            assertThat(received.envelopeFrom()).endsWith("@bounces.example.com");
            assertThat(relay.server.commands().get(0)).isEqualTo("EHLO bounces.example.com");
        }
    }

    @Test
    void aThreadThatKnowsNothingOfTheApplicationsClassesCanSend() {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (Relay relay = new Relay()) {
            // As the threads of the common pool have it: the mail library looks for its handlers through it.
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.messages()).hasSize(1);
        } finally {
            thread.setContextClassLoader(usual);
        }
    }
}
