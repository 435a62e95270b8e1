package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mails that anybody can send to a return path, made to break whoever reads them: read in no time and little memory. The time limit
 * is for a machine under load; each takes some tens of milliseconds.
 */
@Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileMailTest {

    /** As long as a request or a mail of the mailbox may be, about. */
    private static final int LONG = 1_000_000;

    private static final String MULTIPART =
            "From: mailer-daemon@example.net\nSubject: Undelivered mail\nContent-Type: multipart/mixed; boundary=b\n\n";

    @Test
    void moreTextBehindTextThatIsLongEnough() {
        String part = "--b\nContent-Type: text/plain\n\n" + "550 5.1.1 nobody here\n".repeat(3_000);

        assertThat(read(MULTIPART + part + part + part + "--b--\n").kind()).isEqualTo(MailKind.BOUNCE);
    }

    @Test
    void aRecipientWithARunOfQuotes() {
        String recipient = "x" + "\"".repeat(LONG) + "y";

        assertThat(read(Mails.report("5.1.1", "failed", "smtp; 550 no").replace("ann@example.org", recipient))
                        .kind())
                .isEqualTo(MailKind.BOUNCE);
    }

    @Test
    void aReturnPathWithARunOfSpaces() {
        assertThat(read("Return-Path: <" + " ".repeat(LONG) + "x\nSubject: hello\n\nhello")
                        .kind())
                .isEqualTo(MailKind.OTHER);
    }

    @Test
    void moreFailedRecipientsThanAnybodyHas() {
        assertThat(read("X-Failed-Recipients: " + numbered(LONG / 20) + "\nSubject: hello\n\nhello")
                        .recipients())
                .hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void stylesThatNeverEnd() {
        String part = "--b\nContent-Type: text/html\n\n" + "<style ".repeat(10_000);

        assertThat(read(MULTIPART + part.repeat(20) + "--b--\n").kind()).isEqualTo(MailKind.BOUNCE);
    }

    @Test
    void tagsThatNeverEnd() {
        String part = "--b\nContent-Type: text/html\n\n" + "<a".repeat(35_000);

        assertThat(read(MULTIPART + part.repeat(20) + "--b--\n").kind()).isEqualTo(MailKind.BOUNCE);
    }

    /** Each empty line of a report begins another recipient. */
    @Test
    void aReportOfNothingButRecipients() {
        String report =
                "From: mailer-daemon@example.net\nContent-Type: message/delivery-status\n\n" + "\n".repeat(LONG);

        assertThat(MailOpener.open(report.getBytes(StandardCharsets.UTF_8)).reports())
                .hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void aMailOfNothingButParts() {
        assertThat(read(MULTIPART + "--b\n\n".repeat(LONG / 5) + "--b--\n").kind())
                .isEqualTo(MailKind.BOUNCE);
    }

    /** Each of them is told by the same notice, in which nothing tells. */
    @Test
    void aLongNoticeForAHundredRecipients() {
        String notice = ("no word of it means anything to anybody ".repeat(4) + "\n").repeat(190);
        StringBuilder report = new StringBuilder(MULTIPART + "--b\n\n" + notice
                + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n");
        for (int i = 0; i < 100; i++) {
            report.append("\nFinal-Recipient: rfc822; p")
                    .append(i)
                    .append("@example.org\nAction: failed\nStatus: 5.1.1\n");
        }

        assertThat(read(report + "--b--\n").recipients()).hasSize(100);
    }

    @Test
    void aLongRefusalForEachOfAHundredRecipients() {
        StringBuilder report = new StringBuilder(
                MULTIPART + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n");
        for (int i = 0; i < 100; i++) {
            report.append("\nFinal-Recipient: rfc822; p")
                    .append(i)
                    .append("@example.org\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 ")
                    .append("your mail domain of x 550- ".repeat(LONG / 100 / 27))
                    .append('\n');
        }

        assertThat(read(report + "--b--\n").recipients()).hasSize(100);
    }

    /** Each is told by the same notice, and each status makes it be read again. */
    @Test
    void aNoticeOfOneLongWordForAHundredStatuses() {
        StringBuilder report = new StringBuilder(MULTIPART + "--b\n\n" + "x".repeat(9_000)
                + "\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n");
        for (int i = 0; i < 100; i++) {
            report.append("\nFinal-Recipient: rfc822; p")
                    .append(i)
                    .append("@example.org\nAction: failed\nStatus: 5.0.")
                    .append(i)
                    .append('\n');
        }

        assertThat(read(report + "--b--\n").recipients()).hasSize(100);
    }

    @Test
    void aRefusalOfOneLongWordForEachOfAHundredRecipients() {
        StringBuilder report = new StringBuilder(
                MULTIPART + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n");
        for (int i = 0; i < 100; i++) {
            report.append("\nFinal-Recipient: rfc822; p")
                    .append(i)
                    .append("@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; ")
                    .append("a.".repeat(4_000))
                    .append('\n');
        }

        assertThat(read(report + "--b--\n").recipients()).hasSize(100);
    }

    @Test
    void oneLongWordOfDeliveries() {
        assertThat(read("From: mailer-daemon@example.net\nSubject: hello\n\n" + "deliver".repeat(LONG / 7))
                        .kind())
                .isEqualTo(MailKind.OTHER);
    }

    private static String numbered(int addresses) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < addresses; i++) {
            all.append("p").append(i).append("@example.org, ");
        }
        return all.toString();
    }

    private static ReturnedMail read(String mail) {
        return ReturnedMailReader.read(mail.getBytes(StandardCharsets.UTF_8));
    }
}
