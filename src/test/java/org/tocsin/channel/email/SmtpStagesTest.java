package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.testing.SmtpAction.disconnect;
import static org.tocsin.testing.SmtpAction.hang;
import static org.tocsin.testing.SmtpAction.reply;
import static org.tocsin.testing.SmtpAction.replyAndDisconnect;
import static org.tocsin.testing.SmtpAction.taking;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Every way in which a mail server can say no or fall silent, at every stage. */
@Timeout(30)
class SmtpStagesTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // step, reply, verdict, stage, class
        "GREETING, 554 no service here,               TRY_LATER, GREETING,  PROVIDER_DOWN",
        "GREETING, 450 4.3.2 not now,                 TRY_LATER, GREETING,  PROVIDER_DOWN",
        "GREETING, 421 4.7.0 too many connections,    TRY_LATER, GREETING,  TOO_FAST",
        "EHLO,     550 5.7.1 your address is listed,  TRY_LATER, GREETING,  PROVIDER_DOWN",
        "EHLO,     450 4.3.0 not now,                 TRY_LATER, GREETING,  PROVIDER_DOWN",
        "MAIL,     550 5.7.1 sender not allowed,      TRY_LATER, MAIL_FROM, POLICY",
        "MAIL,     550 5.1.1 unknown sender,          TRY_LATER, MAIL_FROM, POLICY",
        "MAIL,     451 4.3.0 not now,                 TRY_LATER, MAIL_FROM, PROVIDER_DOWN",
        "MAIL,     421 4.4.5 enough,                  TRY_LATER, MAIL_FROM, TOO_FAST",
        "RCPT,     550 5.1.1 no such user,            REFUSED,   RCPT_TO,   ADDRESS_DEAD",
        "RCPT,     550 5.7.1 not wanted,              REFUSED,   RCPT_TO,   POLICY",
        "RCPT,     550 no,                            REFUSED,   RCPT_TO,   POLICY",
        "RCPT,     599 9.9.9 what,                    REFUSED,   RCPT_TO,   POLICY",
        "RCPT,     552 5.2.2 mailbox full,            TRY_LATER, RCPT_TO,   MAILBOX_UNABLE",
        "RCPT,     452 4.2.2 mailbox full,            TRY_LATER, RCPT_TO,   MAILBOX_UNABLE",
        "RCPT,     450 4.7.1 greylisted,              TRY_LATER, RCPT_TO,   POLICY",
        "RCPT,     421 4.7.0 enough,                  TRY_LATER, RCPT_TO,   TOO_FAST",
        "DATA,     554 5.5.1 no valid recipients,     REFUSED,   DATA,      POLICY",
        "DATA,     451 4.3.0 not now,                 TRY_LATER, DATA,      PROVIDER_DOWN",
        "DATA,     250 what,                          TRY_LATER, DATA,      PROVIDER_DOWN",
        "DOT,      554 5.7.1 this is spam,            REFUSED,   ANSWERED,  POLICY",
        "DOT,      550 5.1.1 no such user,            REFUSED,   ANSWERED,  ADDRESS_DEAD",
        "DOT,      552 5.2.2 mailbox full,            REFUSED,   ANSWERED,  MAILBOX_UNABLE",
        "DOT,      451 4.3.0 not now,                 TRY_LATER, ANSWERED,  PROVIDER_DOWN",
        "DOT,      421 4.7.0 enough,                  TRY_LATER, ANSWERED,  TOO_FAST",
    })
    void refusals(Step step, String answer, Verdict verdict, SendStage stage, FailureClass failureClass) {
        try (Relay relay = new Relay()) {
            relay.server.on(step, reply(answer));

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.stage()).isEqualTo(stage);
            assertThat(result.failureClass()).isEqualTo(failureClass);
            assertThat(relay.server.messages()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "GREETING, TRY_LATER, GREETING,  PROVIDER_DOWN",
        "EHLO,     TRY_LATER, GREETING,  PROVIDER_DOWN",
        "MAIL,     TRY_LATER, MAIL_FROM, PROVIDER_DOWN",
        "RCPT,     TRY_LATER, RCPT_TO,   PROVIDER_DOWN",
        "DATA,     TRY_LATER, DATA,      PROVIDER_DOWN",
        "DOT,      UNKNOWN,   FINAL_DOT, AMBIGUOUS",
    })
    void disconnects(Step step, Verdict verdict, SendStage stage, FailureClass failureClass) {
        try (Relay relay = new Relay()) {
            relay.server.on(step, step == Step.DOT ? taking(disconnect()) : disconnect());

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.stage()).isEqualTo(stage);
            assertThat(result.failureClass()).isEqualTo(failureClass);
            assertThat(result.words()).isNotBlank();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "GREETING, TRY_LATER, GREETING",
        "EHLO,     TRY_LATER, GREETING",
        "MAIL,     TRY_LATER, MAIL_FROM",
        "RCPT,     TRY_LATER, RCPT_TO",
        "DATA,     TRY_LATER, DATA",
        "DOT,      UNKNOWN,   FINAL_DOT",
    })
    void silence(Step step, Verdict verdict, SendStage stage) {
        Map<String, String> impatient = Map.of("command-timeout", "PT0.3S", "dot-timeout", "PT0.3S");
        try (Relay relay = new Relay(impatient)) {
            relay.server.on(step, hang());

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.stage()).isEqualTo(stage);
        }
    }

    @Test
    void nobodyListensAtThePort() {
        ScriptedSmtpServer gone = ScriptedSmtpServer.start();
        gone.close();
        try (Relay relay = new Relay(gone, Map.of())) {
            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.CONNECT);
            assertThat(result.failureClass()).isEqualTo(FailureClass.PROVIDER_DOWN);
        }
    }

    @Test
    void anyPositiveReplyToTheDotIsSuccess() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.DOT, taking(reply("253 2.6.4 taken, with changes")));

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(result.code()).isEqualTo("253 2.6.4");
            assertThat(relay.server.commands()).doesNotContain("RSET");
        }
    }

    @Test
    void nonsenseAfterTheDotIsNoAnswerEvenWhenTheNextReplyIsPositive() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.DOT, taking(reply("ok")));

            assertThat(relay.send().verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void anAcceptedMessageNamesTheProviderItsWordsAndItsId() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.DOT, taking(reply("250 2.0.0 Ok: queued as 4F5B2C0D for <jane.roe@example.org>")));

            SendResult result = relay.send();

            assertThat(result)
                    .isEqualTo(SendResult.accepted(
                            "first", "250 2.0.0", "Ok: queued as 4F5B2C0D for <[address]>", "4F5B2C0D"));
        }
    }

    @Test
    void theCodesAreKeptAndThePersonIsNot() {
        try (Relay relay = new Relay()) {
            relay.server.on(
                    Step.RCPT,
                    reply("550-5.1.1 The account jane.roe@example.org does not exist.", "550 5.1.1 Roe, JANE: gone"));

            SendResult result = relay.send();

            assertThat(result.code()).isEqualTo("550 5.1.1");
            assertThat(result.words()).isEqualTo("The account [address] does not exist. [name], [name]: gone");
        }
    }

    @Test
    void withoutThePermitTheDotIsNotSent() {
        try (Relay relay = new Relay()) {
            SendResult result = relay.provider.send(TestMessages.email(), () -> false);

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.burnsAttempt()).isFalse();
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.dots()).as("only the second message's").isEqualTo(1);
            assertThat(relay.server.connections()).as("the first was dropped").isEqualTo(2);
        }
    }

    @Test
    void theWholeMessageIsOnItsWayBeforeThePermitIsAsked() {
        try (Relay relay = new Relay()) {
            relay.provider.send(TestMessages.email(), () -> false);

            await().until(() -> relay.server.abandoned().size() == 1);
            assertThat(relay.server.abandoned().get(0)).startsWith("Date: ").endsWith("--=_tocsin--\r\n");
            assertThat(relay.server.messages()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MAIL,     TRY_LATER, MAIL_FROM",
        "RCPT,     TRY_LATER, RCPT_TO",
        "DATA,     TRY_LATER, DATA",
        "DOT,      UNKNOWN,   FINAL_DOT",
    })
    void repliesWithoutEnd(Step step, Verdict verdict, SendStage stage) {
        String[] lines = new String[200_000];
        Arrays.fill(lines, "250-and");
        try (Relay relay = new Relay()) {
            relay.server.on(step, reply(lines));

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(verdict);
            assertThat(result.stage()).isEqualTo(stage);
            assertThat(result.words()).contains("without end");
        }
    }

    @Test
    void thePermitIsAskedOnceWhenTheServerIsReadyForTheDot() {
        try (Relay relay = new Relay()) {
            AtomicInteger asked = new AtomicInteger();
            relay.server.on(Step.RCPT, reply("550 5.1.1 no such user"));

            relay.provider.send(TestMessages.email(), () -> asked.incrementAndGet() > 0);
            assertThat(asked).as("refused before the dot").hasValue(0);

            relay.provider.send(TestMessages.email(), () -> asked.incrementAndGet() > 0);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aConnectionSurvivesARefusedRecipientButNotA421() {
        try (Relay relay = new Relay()) {
            relay.server.on(Step.RCPT, reply("550 5.1.1 no such user"), replyAndDisconnect("421 4.7.0 enough"));

            assertThat(relay.send().failureClass()).isEqualTo(FailureClass.ADDRESS_DEAD);
            assertThat(relay.send().failureClass()).isEqualTo(FailureClass.TOO_FAST);
            assertThat(relay.server.connections()).isEqualTo(1);

            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(relay.server.connections()).isEqualTo(2);
        }
    }

    @Test
    void onlyLostAnswersAreUnknown() {
        try (Relay relay = new Relay()) {
            assertThat(relay.send().verdict()).isEqualTo(Verdict.ACCEPTED);
            // The outcome of the message before must not stand in for this one's.
            relay.server.on(Step.RCPT, disconnect());

            SendResult result = relay.send();

            assertThat(result.verdict()).isEqualTo(Verdict.TRY_LATER);
            assertThat(result.stage()).isEqualTo(SendStage.RCPT_TO);
        }
    }
}
