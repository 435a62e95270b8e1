package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.tooMany;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/** What is made of each way in which Twilio says no. */
@Timeout(60)
class TwilioRefusalTest {

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

            SendResult result = account.send();

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

            SendResult result = account.send();

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

            account.send();
            account.send();

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
    void aMessageGivenUpAtOnceIsNotAccepted() {
        try (Account account = new Account()) {
            account.twilio.onPost(status(
                    201, "{\"sid\":\"SM1\",\"status\":\"failed\",\"error_code\":30005,\"error_message\":\"gone\"}"));

            SendResult result = account.send();

            assertThat(result.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(result.failureClass()).isEqualTo(FailureClass.ADDRESS_DEAD);
        }
    }
}
