package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;

/** What holds for every reply code. */
class SmtpRepliesPropertyTest {

    @Property
    void beforeTheRecipientNobodyIsAtFault(
            @ForAll @IntRange(min = 400, max = 599) int replyCode,
            @ForAll @IntRange(min = 0, max = 9) int subject,
            @ForAll @IntRange(min = 0, max = 12) int detail) {
        SmtpReply reply = SmtpReply.parse(replyCode + " " + replyCode / 100 + "." + subject + "." + detail + " no");
        for (SendStage stage :
                new SendStage[] {SendStage.GREETING, SendStage.TLS, SendStage.AUTH, SendStage.MAIL_FROM}) {
            assertThat(SmtpReplies.verdict(stage, reply)).isEqualTo(Verdict.TRY_LATER);
            assertThat(SmtpReplies.failureClass(stage, reply))
                    .isIn(FailureClass.PROVIDER_DOWN, FailureClass.POLICY, FailureClass.TOO_FAST);
        }
    }

    @Property
    void aTransientReplyMarksNoAddressAndIsTriedAgain(
            @ForAll @IntRange(min = 400, max = 499) int replyCode,
            @ForAll @IntRange(min = 4, max = 5) int enhancedClass,
            @ForAll @IntRange(min = 0, max = 9) int subject,
            @ForAll @IntRange(min = 0, max = 12) int detail) {
        SmtpReply reply = SmtpReply.parse(replyCode + " " + enhancedClass + "." + subject + "." + detail + " no");

        assertThat(SmtpReplies.failureClass(SendStage.RCPT_TO, reply)).isNotEqualTo(FailureClass.ADDRESS_DEAD);
        assertThat(SmtpReplies.verdict(SendStage.FINAL_DOT, reply)).isEqualTo(Verdict.TRY_LATER);
    }
}
