package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.SmtpAction.hang;
import static org.tocsin.testing.SmtpAction.reply;
import static org.tocsin.testing.SmtpAction.replyAfter;
import static org.tocsin.testing.SmtpAction.taking;
import static org.tocsin.testing.SmtpAction.trickle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;

/** Slow servers: a deadline before the dot, patience after it. */
@Timeout(30)
class SmtpPatienceTest {

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
    void aServerThatTricklesIsLeftAtTheDeadline(Step step) {
        try (Relay relay = new Relay(Map.of("deadline", "PT0.4S"))) {
            relay.server.on(step, trickle(Duration.ofMillis(20)));

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            assertThat(result.words()).isEqualTo("the deadline has passed");
            assertThat(relay.server.dots()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"MAIL", "RCPT", "DATA"})
    void soIsOneThatTakesOneCommandAtATime(Step step) {
        try (Relay relay = new Relay(ScriptedSmtpServer.start().offering(), Map.of("deadline", "PT0.4S"))) {
            relay.server.on(step, trickle(Duration.ofMillis(20)));

            assertThat(relay.send().words()).isEqualTo("the deadline has passed");
            assertThat(relay.server.dots()).isZero();
        }
    }

    @Test
    void aLateAnswerToTheDotIsWaitedForLongerThanAnythingBefore() {
        Map<String, String> settings =
                Map.of("command-timeout", "PT0.2S", "deadline", "PT0.4S", "dot-timeout", "PT20S");
        try (Relay relay = new Relay(settings)) {
            relay.server.on(Step.DOT, taking(replyAfter(Duration.ofMillis(700), "250 2.0.0 at last")));

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);

            // The long patience ends with the answer.
            relay.server.on(Step.MAIL, hang());
            assertThat(relay.send().stage()).isEqualTo(SendStage.MAIL_FROM);
        }
    }

    @Test
    void anAnswerToTheDotThatTricklesEndsAsUnknown() {
        try (Relay relay = new Relay(Map.of("dot-timeout", "PT0.4S"))) {
            relay.server.on(Step.DOT, taking(trickle(Duration.ofMillis(20))));

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(result.stage()).isEqualTo(SendStage.FINAL_DOT);
        }
    }

    @Test
    void othersGoOnWhileOneIsStuck() throws Exception {
        try (Relay relay = new Relay(Map.of("connections", "2"))) {
            relay.server.on(Step.DOT, taking(hang()));
            CompletableFuture<SendResult> stuck = CompletableFuture.supplyAsync(relay::send);
            await().until(() -> relay.server.dots() == 1);

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(stuck).isNotDone();

            relay.server.close();
            assertThat(stuck.get().verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void aServerThatKeepsANewConnectionWaitingIsDownThoughAnotherStands() throws Exception {
        Map<String, String> settings = Map.of("connections", "2", "deadline", "PT0.4S");
        try (Relay relay = new Relay(settings)) {
            relay.server.on(Step.DOT, taking(hang()));
            CompletableFuture<SendResult> stuck = CompletableFuture.supplyAsync(relay::send);
            await().until(() -> relay.server.dots() == 1);
            relay.server.on(Step.GREETING, trickle(Duration.ofMillis(20)));

            SendResult result = relay.send();

            assertThat(result.stage()).isEqualTo(SendStage.GREETING);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
            relay.server.close();
            stuck.get();
        }
    }

    @Test
    void afterADeadlineTheNextMessageStartsAfresh() {
        try (Relay relay = new Relay(Map.of("deadline", "PT0.4S"))) {
            relay.server.on(Step.RCPT, trickle(Duration.ofMillis(20)), reply("250 2.1.5 ok"));

            assertThat(relay.send().stage()).isEqualTo(SendStage.RCPT_TO);
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }
}
