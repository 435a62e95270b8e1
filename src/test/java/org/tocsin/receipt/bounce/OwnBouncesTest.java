package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.bounce.OwnBounces.Label;
import org.tocsin.receipt.bounce.OwnBounces.Labelled;

/** The reader against mails in the shapes of many servers, written for this project. */
class OwnBouncesTest {

    @Test
    void readsEachAsLabelled() {
        List<String> misses = OwnBounces.all().stream()
                .filter(mail -> !OwnBouncesTest.isRight(mail, ReturnedMailReader.read(mail.mail())))
                .map(mail -> mail.name() + ": labelled " + mail.kind() + " " + mail.recipients() + ", read as "
                        + read(ReturnedMailReader.read(mail.mail())))
                .toList();

        assertThat(misses).isEmpty();
    }

    private static boolean isRight(Labelled label, ReturnedMail read) {
        return read.kind() == label.kind()
                && (read.kind() != MailKind.BOUNCE || labels(read).equals(label.recipients()));
    }

    private static List<Label> labels(ReturnedMail read) {
        return read.recipients().stream()
                .map(recipient -> new Label(recipient.permanent(), recipient.addressDead()))
                .toList();
    }

    private static String read(ReturnedMail read) {
        StringBuilder text = new StringBuilder(read.kind().name());
        for (ReportedRecipient recipient : read.recipients()) {
            text.append(" [%s %s, permanent %s, %s, %s, %s]"
                    .formatted(
                            recipient.address(),
                            recipient.failureClass(),
                            recipient.permanent(),
                            recipient.status(),
                            recipient.replyCode(),
                            recipient.words()));
        }
        return text.toString();
    }
}
