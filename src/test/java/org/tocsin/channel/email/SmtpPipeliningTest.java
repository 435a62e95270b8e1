package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.SmtpAction.disconnect;
import static org.tocsin.testing.SmtpAction.reply;
import static org.tocsin.testing.SmtpAction.replyAndDisconnect;
import static org.tocsin.testing.SmtpAction.taking;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;

/** MAIL, RCPT and DATA together: the first refusal is the message's, and no message follows one (RFC 2920). */
@Timeout(30)
class SmtpPipeliningTest {

    private static final String GO_AHEAD = "354 go ahead";

    @ParameterizedTest(name = "{0}: {1}, then {2}")
    @CsvSource({
        // the step refused, its reply, the reply to DATA, stage, class, connections after one more message
        "MAIL, 451 4.3.0 not now,      503 5.5.1 first MAIL,   MAIL_FROM, PROVIDER_DOWN,  1",
        "MAIL, 550 5.7.1 not you,      503 5.5.1 first MAIL,   MAIL_FROM, POLICY,         1",
        "MAIL, 550 5.7.1 not you,      354 go ahead,           MAIL_FROM, POLICY,         2",
        "MAIL, 550 5.7.1 not you,      421 4.7.0 enough,       MAIL_FROM, POLICY,         2",
        "RCPT, 450 4.2.1 not now,      554 5.5.1 no recipient, RCPT_TO,   MAILBOX_UNABLE, 1",
        "RCPT, 550 5.1.1 no such user, 554 5.5.1 no recipient, RCPT_TO,   ADDRESS_DEAD,   1",
        "RCPT, 550 5.1.1 no such user, 354 go ahead,           RCPT_TO,   ADDRESS_DEAD,   2",
        "RCPT, 550 5.1.1 no such user, 250 what,               RCPT_TO,   ADDRESS_DEAD,   2",
        "RCPT, 550 5.1.1 no such user, what,                   RCPT_TO,   ADDRESS_DEAD,   2",
    })
    void theFirstRefusalIsTheMessages(
            Step step,
            String refusal,
            String toData,
            SendStage stage,
            FailureClass failureClass,
            int connectionsAfterOneMore) {
        try (Relay relay = new Relay()) {
            relay.server.on(step, reply(refusal)).on(Step.DATA, reply(toData));
            AtomicBoolean asked = new AtomicBoolean();

            SendResult result = relay.provider.send(TestMessages.email(), () -> asked.getAndSet(true));

            assertThat(result.stage()).isEqualTo(stage);
            assertThat(result.failureClass()).isEqualTo(failureClass);
            assertThat(result.words()).isEqualTo(refusal.replaceAll("^[\\d. ]+", ""));
            assertThat(asked).as("no permit is asked for nothing").isFalse();

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.connections()).isEqualTo(connectionsAfterOneMore);
            assertThat(relay.server.dots()).isEqualTo(1);
            assertThat(relay.server.messages()).hasSize(1);
        }
    }

    @Test
    void aMessageLeftWaitingIsDroppedWithoutAnotherByte() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.RCPT, reply("550 5.1.1 no such user")).on(Step.DATA, reply(GO_AHEAD));

            relay.send();
            relay.send();

            await().untilAsserted(() -> assertThat(relay.server.abandoned()).containsExactly(""));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "true,  MAIL, TRY_LATER, MAIL_FROM",
        "true,  RCPT, TRY_LATER, RCPT_TO",
        "true,  DATA, TRY_LATER, DATA",
        "true,  DOT,  UNKNOWN,   FINAL_DOT",
        "false, MAIL, TRY_LATER, MAIL_FROM",
        "false, RCPT, TRY_LATER, RCPT_TO",
        "false, DATA, TRY_LATER, DATA",
        "false, DOT,  UNKNOWN,   FINAL_DOT",
    })
    void theStageOfADisconnectIsKnownInBothWays(boolean pipelining, Step step, Verdict verdict, SendStage stage) {
        try (Relay relay = relay(pipelining)) {
            relay.server.on(step, disconnect());

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.stage()).isEqualTo(stage);
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "MAIL, 550 5.7.1 not you,      MAIL_FROM, POLICY,         EHLO MAIL",
        "RCPT, 450 4.2.1 not now,      RCPT_TO,   MAILBOX_UNABLE, EHLO MAIL RCPT",
        "DATA, 554 5.7.1 not you,      DATA,      POLICY,         EHLO MAIL RCPT DATA",
        "DOT,  554 5.7.1 this is spam, ANSWERED,  POLICY,         EHLO MAIL RCPT DATA",
    })
    void withoutPipeliningNothingIsSaidAfterARefusal(
            Step step, String refusal, SendStage stage, FailureClass failureClass, String verbs) {
        try (Relay relay = relay(false)) {
            relay.server.on(step, reply(refusal));

            SendResult result = relay.send();

            assertThat(result.stage()).isEqualTo(stage);
            assertThat(result.failureClass()).isEqualTo(failureClass);
            assertThat(relay.server.commands())
                    .extracting(command -> command.split(" ")[0])
                    .containsExactly(verbs.split(" "));
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedMessageLeavesNothingBehindForTheNext() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.DATA, reply("451 4.3.0 not now"));

            assertThat(relay.send().stage()).isEqualTo(SendStage.DATA);
            assertThat(relay.send(TestMessages.email("bo@example.org")).verdict())
                    .isEqualTo(Verdict.ACCEPTED);

            assertThat(relay.server.commands()).contains("RSET");
            assertThat(relay.server.messages()).singleElement().satisfies(message -> assertThat(message.recipients())
                    .containsExactly("bo@example.org"));
        }
    }

    @Test
    void aGoodbyeBetweenMessagesIsHeardBeforeTheNext() {
        try (Relay relay = new Relay()) {
            relay.server.on(
                    Step.DOT, taking(replyAndDisconnect("250 2.0.0 Ok: queued as LAST1\r\n421 4.4.2 that is all")));

            assertThat(relay.send().providerId()).isEqualTo("LAST1");
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);

            assertThat(relay.server.connections()).isEqualTo(2);
        }
    }

    private static Relay relay(boolean pipelining) {
        ScriptedSmtpServer server = ScriptedSmtpServer.start();
        return new Relay(pipelining ? server : server.offering(), Map.of());
    }
}
