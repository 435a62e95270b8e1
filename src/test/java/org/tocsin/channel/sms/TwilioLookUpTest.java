package org.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.testing.TwilioStub.Action.drop;
import static org.tocsin.testing.TwilioStub.Action.error;
import static org.tocsin.testing.TwilioStub.Action.status;
import static org.tocsin.testing.TwilioStub.Action.taking;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.channel.LookUpResult;
import org.tocsin.channel.LookUpResult.Answer;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.TestMessages;

/** What became of a message whose answer was lost. */
@Timeout(60)
class TwilioLookUpTest {

    private static final OutboundMessage MESSAGE = TestMessages.sms("About your \"data\"\nand you");

    @Test
    void findsTheMessageWhoseAnswerWasLost() {
        try (Account account = new Account()) {
            account.twilio.onPost(taking(drop()));
            account.provider.send(MESSAGE, () -> true);

            assertThat(lookUp(account))
                    .isEqualTo(new LookUpResult(
                            Answer.FOUND, account.twilio.taken().get(0).sid()));
        }
    }

    @Test
    void asksForTheRecipientAlsoOfWhatIsStillQueued() {
        try (Account account = new Account()) {
            lookUp(account);

            assertThat(account.twilio.listQueries())
                    .singleElement()
                    .asString()
                    .contains("To=+12025550123")
                    .doesNotContain("DateSent");
        }
    }

    @Test
    void othersOnTheSamePhoneAreNotTakenForIt() {
        try (Account account = new Account()) {
            account.twilio.has(MESSAGE.to(), "About somebody else's data", Account.NOW);
            account.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW.minus(Duration.ofHours(1)));

            assertThat(lookUp(account)).isEqualTo(LookUpResult.NOT_FOUND);
        }
    }

    @Test
    void twoThatFitAreAmbiguous() {
        try (Account account = new Account()) {
            account.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);
            account.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW.plusSeconds(30));

            assertThat(lookUp(account)).isEqualTo(LookUpResult.AMBIGUOUS);
        }
    }

    @Test
    void anInboundMessageIsNotOurs() {
        try (Account account = new Account()) {
            account.twilio.onList(status(
                    200,
                    "{\"messages\":[{\"sid\":\"SM1\",\"to\":\"+12025550123\",\"direction\":\"inbound\","
                            + "\"body\":\"About your \\\"data\\\"\\nand you\","
                            + "\"date_created\":\"Fri, 21 Aug 2026 00:01:00 +0000\"}],\"page_size\":100}"));

            assertThat(lookUp(account)).isEqualTo(LookUpResult.NOT_FOUND);
        }
    }

    @Test
    void aFailedLookUpIsRepeated() {
        try (Account account = new Account()) {
            account.twilio.has(MESSAGE.to(), MESSAGE.text(), Account.NOW);
            account.twilio.onList(drop(), status(503, ""));

            assertThat(lookUp(account).answer()).isEqualTo(Answer.FOUND);
            assertThat(account.twilio.listQueries()).hasSize(3);
        }
    }

    @Test
    void anAccountThatCannotBeAskedIsUnavailable() {
        try (Account account = new Account()) {
            account.twilio.onList(error(401, 20003, "no"), error(401, 20003, "no"), error(401, 20003, "no"));

            assertThat(lookUp(account)).isEqualTo(LookUpResult.UNAVAILABLE);
        }
    }

    private static LookUpResult lookUp(Account account) {
        return account.provider.lookUp(MESSAGE, Account.NOW);
    }
}
