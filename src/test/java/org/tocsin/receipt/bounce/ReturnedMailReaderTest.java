package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.FailureClass;

/** One mail of each shape, as the servers write them. */
class ReturnedMailReaderTest {

    @Test
    void aReportIsReadByItsFields() {
        ReturnedMail mail = read(Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 <ann@example.org>... User unknown"));

        assertThat(mail.kind()).isEqualTo(MailKind.BOUNCE);
        ReportedRecipient recipient = only(mail);
        assertThat(recipient.address()).isEqualTo("ann@example.org");
        assertThat(recipient.addressDead()).isTrue();
        assertThat(recipient.permanent()).isTrue();
        assertThat(recipient.status()).isEqualTo("5.1.1");
        assertThat(recipient.replyCode()).isEqualTo(550);
        assertThat(mail.marks().messageIds())
                .containsExactly("0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org");
        assertThat(mail.marks().deliveryHeaders()).containsExactly("abc.def");
        assertThat(mail.marks().sentTo()).containsExactly("bounce+x@bounces.example.org");
    }

    @Test
    void aDelayIsNoFailure() {
        ReportedRecipient recipient =
                only(read(Mails.report("4.4.1", "delayed", "X-Postfix; connect to mx.example.org: No route to host")));

        assertThat(recipient.stillTrying()).isTrue();
        assertThat(recipient.permanent()).isFalse();
    }

    @Test
    void aReportOfSuccessIsNoBounce() {
        assertThat(read(Mails.report("2.0.0", "delivered", "smtp; 250 2.0.0 OK"))
                        .kind())
                .isEqualTo(MailKind.OTHER);
    }

    /** Sendmail says 5.1.1 for every 550 that came without an enhanced code. */
    @Test
    void wordsThatBlameTheSenderWinOverACodeThatARelayMadeUp() {
        ReportedRecipient recipient =
                only(read(Mails.report("5.1.1", "failed", "smtp; 550 5.7.1 IP address blacklisted by recipient")));

        assertThat(recipient.failureClass()).isEqualTo(FailureClass.POLICY);
        assertThat(recipient.addressDead()).isFalse();
    }

    @Test
    void aFullMailboxIsNotDeadWhateverTheCode() {
        assertThat(only(read(Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 mailbox full")))
                        .failureClass())
                .isEqualTo(FailureClass.MAILBOX_UNABLE);
    }

    /** RFC 3463, 3.3: the mailbox exists. */
    @Test
    void aDisabledMailboxIsNotDead() {
        assertThat(only(read(Mails.report("5.2.1", "failed", "smtp; 550 5.2.1 User Unknown")))
                        .addressDead())
                .isFalse();
    }

    @Test
    void nobodyThereBehindABareReplyCountsOnlyWhereTheRecipientWasRefused() {
        String exim = "  ann@example.org\n    SMTP error from remote mail server after %s:\n    550 User unknown\n";

        assertThat(only(read(Mails.notice(exim.formatted("RCPT TO:<ann@example.org>"))))
                        .addressDead())
                .isTrue();
        assertThat(only(read(Mails.notice(exim.formatted("end of data")))).addressDead())
                .isFalse();
    }

    @Test
    void qmailTellsTheCodeAtTheEnd() {
        ReportedRecipient recipient =
                only(read(Mails.notice("Hi. This is the qmail-send program at example.net.\n\n<ann@example.org>:\n"
                        + "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
                        + "Return-Path: <x@example.net>\nTo: somebody.else@example.org\n")));

        assertThat(recipient.address()).isEqualTo("ann@example.org");
        assertThat(recipient.status()).isEqualTo("5.1.1");
        assertThat(recipient.addressDead()).isTrue();
    }

    @Test
    void eachOfSeveralRecipientsHasWhatIsSaidOfIt() {
        ReturnedMail mail = read(Mails.notice("ann@example.org: 550 5.2.2 <ann@example.org>... Mailbox full\n"
                + "bob@example.org: 550 5.1.1 <bob@example.org>... User unknown\n"
                + "\n    Below is a copy of the original message:\n\nSubject: hello\n"));

        assertThat(mail.recipients())
                .extracting(ReportedRecipient::address)
                .containsExactly("ann@example.org", "bob@example.org");
        assertThat(mail.recipients()).extracting(ReportedRecipient::addressDead).containsExactly(false, true);
    }

    @Test
    void aReportThatARelayWroteIntoTheTextIsReadLikeOne() {
        ReportedRecipient recipient = only(
                read(
                        Mails.notice(
                                "An error occurred.\n\nTechnical report:\n\nReporting-MTA: dsn; mx.example.net\n\nAction: failed\n"
                                        + "Final-Recipient: rfc822; ann@example.org\nDiagnostic-Code: smtp; 552 5.2.2 over quota\nStatus: 5.2.2\n")));

        assertThat(recipient.status()).isEqualTo("5.2.2");
        assertThat(recipient.failureClass()).isEqualTo(FailureClass.MAILBOX_UNABLE);
    }

    @Test
    void aComplaintNamesWhoComplained() {
        ReturnedMail mail = read(Mails.COMPLAINT);

        assertThat(mail.kind()).isEqualTo(MailKind.COMPLAINT);
        assertThat(only(mail).address()).isEqualTo("ann@example.org");
        assertThat(only(mail).failureClass()).isNull();
    }

    @Test
    void anAutomaticReplyIsNoBounceThoughItHasNoSender() {
        ReturnedMail mail = read(
                "Return-Path: <>\nFrom: Ann Doe <ann@example.org>\nSubject: Out of office: Notice\nAuto-Submitted: auto-replied\n\n"
                        + "I am away until 5 May.\n");

        assertThat(mail.kind()).isEqualTo(MailKind.AUTO_REPLY);
        assertThat(mail.recipients()).isEmpty();
    }

    @Test
    void aNotificationOfAmazonsIsReadFromItsText() {
        ReturnedMail mail = read(
                "From: AWS <no-reply@sns.example.net>\nSubject: AWS Notification Message\n\n"
                        + "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAddress\":\"ann@example.org\","
                        + "\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"}]}}\n\n--\nSee below.\n");

        assertThat(mail.kind()).isEqualTo(MailKind.BOUNCE);
        assertThat(only(mail).addressDead()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n",
                "\n\n",
                "\r\n",
                "\uFEFF",
                "\uFEFF\nFrom x@example.net Tue Mar  3 10:00:00 2026\r\n\n"
            })
    void whatStandsBeforeAMailChangesNothing(String before) {
        String report = Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 User unknown");

        assertThat(read(before + report)).isEqualTo(read(report));
    }

    @Test
    void lineEndsAndAMissingLastOneChangeNothing() {
        String report = Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 User unknown");

        assertThat(read(report.replace("\n", "\r\n"))).isEqualTo(read(report));
        assertThat(read(report.stripTrailing())).isEqualTo(read(report));
        assertThat(read(report.substring(0, report.indexOf("--b--")))).isEqualTo(read(report));
    }

    @Test
    void aCodeForNobodyThereBesideWordsAboutSomethingElseMarksNoAddress() {
        assertThat(only(read(Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 Refused by a rule of the recipient")))
                        .addressDead())
                .isFalse();
        assertThat(only(read(Mails.report("5.1.1", "failed", "smtp; 550 5.1.1 <ann@example.org> Kein Anschluss")))
                        .addressDead())
                .isTrue();
    }

    /** RFC 6533 has UTF-8 in the fields; servers in Japan write ISO-2022-JP there, undeclared. */
    @Test
    void theFieldsOfAReportMayHaveOtherLettersThanAscii() {
        ReportedRecipient recipient = only(read(Mails.report("5.0.0", "failed", "smtp; 550 \u001B$B%f!<%6!<\u001B(B")
                .replace("ann@example.org", "jürgen@bücher.example")));

        assertThat(recipient.address()).isEqualTo("jürgen@bücher.example");
        assertThat(recipient.words()).isEqualTo("550 ユーザー");
    }

    @Test
    void aLetterIsNeither() {
        assertThat(read("From: Ann Doe <ann@example.org>\nSubject: Your notice\n\nWhat does it mean?\n")
                        .kind())
                .isEqualTo(MailKind.OTHER);
    }

    /** What is shown of it must be about the refusal, not about the message that came back. */
    @Test
    void theWordsAreTheLinesThatTell() {
        ReportedRecipient recipient = only(read(Mails.notice(
                "This message was created automatically.\n\nA message that you sent could not be delivered.\n\nIts subject: hello Ann\n\n"
                        + "  ann@example.org\n    550 5.1.1 No such user\n\nPlease be patient.\n")));

        assertThat(recipient.words()).isEqualTo("550 5.1.1 No such user");
    }

    /** "Nobody of that name" and the like, said of somebody or something else than the recipient. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.0 El dominio del remitente no existe",
                "550 5.0.0 Le domaine de l'expéditeur n'existe pas",
                "553 5.0.0 Die Absenderdomain existiert nicht",
                "550 5.0.0 Il dominio del mittente non esiste",
                "550 5.0.0 Det finns inte tillräckligt med utrymme",
                "550 5.0.0 mx-int-p1.example.net: message refused by content scanner",
                "550 5.0.0 Your host is not on this server's access list",
                "550 5.0.0 Client IP address could not be found in DNS",
                "550 Domain in MAIL FROM does not exist",
                "550 HELO domain example.com does not exist",
                "550 The domain of the return path example.com does not exist",
                "501 Invalid domain in HELO command",
                "550 5.0.0 Mail from invalid domain",
                "550 5.0.0 Your hostname: host not found",
                "550 5.0.0 Invalid user credentials",
                "550 5.0.0 Requested user not found in whitelist",
                "550 5.0.0 User unknown, rejected because of security rules",
                "550 Invalid domain in From header",
                "550 5.0.0 Mail from non-existing domain",
                "550 Sender address has null MX",
                "550 5.0.0 Sender address does not exist",
                "550 This server does not accept email from your network"
            })
    void whatIsNotSaidOfTheRecipientMarksNoAddress(String refusal) {
        ReportedRecipient recipient = only(read(Mails.report("5.0.0", "failed", "smtp; " + refusal)));

        assertThat(recipient.addressDead()).isFalse();
    }

    private static ReturnedMail read(String mail) {
        return ReturnedMailReader.read(mail.getBytes(StandardCharsets.UTF_8));
    }

    private static ReportedRecipient only(ReturnedMail mail) {
        List<ReportedRecipient> recipients = mail.recipients();
        assertThat(recipients).hasSize(1);
        return recipients.get(0);
    }
}
