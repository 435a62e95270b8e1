package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.bounce.LabelledBounces.Label;

/** The reader against real bounces with labels; writes its figures and every miss to {@code target/bounces.txt}. */
class LabelledBouncesTest {

    private static final Path REPORT = Path.of("target", "bounces.txt");

    /** How many of how many. */
    private static final class Count {
        private int right;
        private int all;

        void add(boolean isRight) {
            all++;
            right += isRight ? 1 : 0;
        }

        double share() {
            return (double) right / all;
        }

        @Override
        public String toString() {
            return "%d of %d (%.1f %%)".formatted(right, all, 100 * share());
        }
    }

    @Test
    void readsPermanentAndDeadAsLabelled() throws IOException {
        Optional<Path> folder = LabelledBounces.folder();
        assumeTrue(
                folder.isPresent(),
                "the labelled bounces are not on this machine: put them into shared/data/bounces of a folder above the"
                        + " checkout, or name their folder in -Dtocsin.labelled-bounces");
        Count inReports = new Count();
        Count overall = new Count();
        Count kinds = new Count();
        Count deadFound = new Count();
        int wronglyDead = 0;
        List<String> lines = new ArrayList<>();
        for (Label label : LabelledBounces.labels(folder.get())) {
            byte[] mail = LabelledBounces.mail(folder.get(), label.file());
            ReturnedMail read = ReturnedMailReader.read(mail);
            ReportedRecipient recipient =
                    label.index() < read.recipients().size() ? read.recipients().get(label.index()) : null;
            boolean kindRight = read.kind() == label.kind();
            boolean right = kindRight
                    && (label.kind() != MailKind.BOUNCE
                            || (recipient != null && recipient.permanent() == label.permanent()));
            kinds.add(kindRight);
            overall.add(right);
            if (label.kind() == MailKind.BOUNCE && LabelledBounces.isReport(mail)) {
                inReports.add(right);
            }
            boolean dead = recipient != null && recipient.addressDead();
            if (label.dead()) {
                deadFound.add(dead);
            }
            wronglyDead += dead && !label.dead() ? 1 : 0;
            if (!right || dead != label.dead()) {
                lines.add(miss(label, read, recipient));
            }
        }
        lines.add(0, "kind: " + kinds);
        lines.add(1, "permanent or temporary, RFC 3464 form: " + inReports);
        lines.add(2, "permanent or temporary, overall: " + overall);
        lines.add(3, "address dead, found: " + deadFound);
        lines.add(4, "address dead, wrongly said: " + wronglyDead + " of " + overall.all);
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);

        assertThat(inReports.share()).isGreaterThanOrEqualTo(0.98);
        assertThat(overall.share()).isGreaterThanOrEqualTo(0.90);
        assertThat((double) wronglyDead / overall.all).isLessThanOrEqualTo(0.01);
    }

    private static String miss(Label label, ReturnedMail read, ReportedRecipient recipient) {
        return "%s #%d: labelled %s %s, dead %s; read as %s %s"
                .formatted(
                        label.file(),
                        label.index(),
                        label.status(),
                        label.reason(),
                        label.dead(),
                        read.kind(),
                        recipient == null
                                ? "without that recipient"
                                : "%s, permanent %s, status %s, reply %s"
                                        .formatted(
                                                recipient.failureClass(),
                                                recipient.permanent(),
                                                recipient.status(),
                                                recipient.replyCode()));
    }
}
