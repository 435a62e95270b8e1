package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/** What replies mean: stage first, then the first digit, then the enhanced code. */
class SmtpRepliesTest {

    @ParameterizedTest
    @CsvSource({
        "550 5.1.2 no such host,          ADDRESS_DEAD",
        "553 5.1.3 bad address,           ADDRESS_DEAD",
        "551 5.1.6 moved,                 ADDRESS_DEAD",
        "556 5.1.10 null MX,              ADDRESS_DEAD",
        "556 takes no mail,               ADDRESS_DEAD",
        "550 5.2.1 disabled,              MAILBOX_UNABLE",
        "550 sorry no mailbox (#5.1.1),   ADDRESS_DEAD",
        "550 5.1.0 rejected,              POLICY",
        "550 5.1.8 sender's domain,       POLICY",
        "550 5.1.11 unheard of,           POLICY",
        "550 5.7.26 no DMARC,             POLICY",
        "552 5.3.4 too big,               MAILBOX_UNABLE",
        "554 5.4.4 no route,              MAILBOX_UNABLE",
        "554 5.6.0 cannot be converted,   POLICY",
        "500 5.5.2 what,                  POLICY",
        "450 5.1.1 greylisted,            MAILBOX_UNABLE",
        "450 4.1.1 not now,               MAILBOX_UNABLE",
        "452 4.5.3 too many recipients,   TOO_FAST",
        "451 4.7.1 greylisted,            POLICY",
        "454 not now,                     PROVIDER_DOWN",
    })
    void atTheRecipient(String raw, FailureClass expected) {
        SmtpReply reply = SmtpReply.parse(raw);

        assertThat(SmtpReplies.failureClass(SendStage.RCPT_TO, reply)).isEqualTo(expected);
    }

    /** It may open again, so it is given up for this message and suppresses nothing. */
    @Test
    void aDisabledMailboxIsRefusedForGoodAndNotDead() {
        assertThat(SmtpReplies.verdict(SendStage.RCPT_TO, SmtpReply.parse("550 5.2.1 disabled")))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void theSameCodesAtTheDotKeepTheirFirstDigit() {
        SmtpReply full = SmtpReply.parse("552 5.2.2 mailbox full");

        assertThat(SmtpReplies.verdict(SendStage.FINAL_DOT, full)).isEqualTo(Verdict.REFUSED);
        assertThat(SmtpReplies.verdict(SendStage.RCPT_TO, full)).isEqualTo(Verdict.TRY_LATER);
    }

    @Test
    void repliesAreReadWhole() {
        assertThat(SmtpReply.parse("250 2.0.0 Ok\r\r\n").positive()).isTrue();
        assertThat(SmtpReply.parse("550 5.1.1 no\u2028one\u0085\r\n").detail()).isEqualTo("1.1");
        assertThat(SmtpReply.parse("550-5.1.1 one\n550 5.1.1 two\n")).isEqualTo(new SmtpReply(550, "5.1.1", "one two"));
        assertThat(SmtpReply.parse("250\n")).isEqualTo(new SmtpReply(250, null, ""));
        assertThat(SmtpReply.parse("550 client 5.1.1.1 is listed"))
                .isEqualTo(new SmtpReply(550, null, "client 5.1.1.1 is listed"));
        assertThat(SmtpReply.parse("gibberish")).isNull();
    }
}
