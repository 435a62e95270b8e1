package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.bounce.OwnBounces.Label;
import org.tocsin.receipt.bounce.OwnBounces.Labelled;

/** The reader against mails in the shapes of many servers, written for this project. */
class OwnBouncesTest {

    /** A bare 550, or words that contradict each other: doubt counts for the address. */
    private static final Set<String> TOO_DOUBTFUL =
            Set.of("MessageLabs", "Yahoo behind Postfix, the account is disabled or gone", "KDDI", "T-Online");

    @Test
    void readsKindPermanenceAndDeadAddressesAsLabelled() {
        List<String> misses = new ArrayList<>();
        for (Labelled label : OwnBounces.all()) {
            ReturnedMail read = ReturnedMailReader.read(label.mail());
            List<Label> wanted = TOO_DOUBTFUL.contains(label.name()) ? undead(label.recipients()) : label.recipients();
            if (read.kind() != label.kind()
                    || (read.kind() == MailKind.BOUNCE && !labels(read).equals(wanted))) {
                misses.add(label.name() + ": " + label.kind() + " " + wanted + ", read as " + read.kind() + " "
                        + labels(read));
            }
        }

        assertThat(misses).isEmpty();
    }

    @Test
    void readsTheRefusalsOfProvidersAsLabelled() {
        int dead = 0;
        for (OwnBounces.Refusal refusal : OwnBounces.refusals()) {
            ReportedRecipient read =
                    ReturnedMailReader.read(refusal.report()).recipients().get(0);
            assertThat(read.permanent())
                    .as(refusal.words())
                    .isEqualTo(refusal.label().permanent());
            if (read.addressDead()) {
                assertThat(refusal.label().dead()).as(refusal.words()).isTrue();
                dead++;
            }
        }

        // All but four: three behind a bare code, and "No such user" behind a code for policy.
        assertThat(dead).isEqualTo(21);
    }

    private static List<Label> undead(List<Label> labels) {
        return labels.stream().map(label -> new Label(label.permanent(), false)).toList();
    }

    private static List<Label> labels(ReturnedMail read) {
        return read.recipients().stream()
                .map(recipient -> new Label(recipient.permanent(), recipient.addressDead()))
                .toList();
    }
}
