package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Fault 3: SIGTERM to every replica in turn while the mail server answers in time. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class StoppingReplicasIT {

    private static final int PEOPLE = 400;

    @Test
    void aRollingRestartTellsNobodyTwiceAndLeavesNothingUncertain(Bench bench) throws Exception {
        Replica first = bench.one();
        Replica second = bench.besides(first);
        bench.mail().always(SmtpStage.DOT, takenAfter(Duration.ofMillis(150)));
        Audience audience = Audience.byEmail(PEOPLE);
        long before = bench.ledger().count(Ledger.Event.TAKEN);

        UUID batch = bench.approved(second.api(), audience, Map.of());
        await().until(() -> bench.ledger().count(Ledger.Event.TAKEN) >= before + PEOPLE / 8);
        first.stop();
        // However long a start takes here, the batch shall not be done by then.
        bench.mail().always(SmtpStage.DOT, takenAfter(Duration.ofSeconds(1)));
        Replica firstAgain = bench.besides(second);
        bench.mail().always(SmtpStage.DOT, takenAfter(Duration.ofMillis(150)));
        await().until(() -> bench.ledger().count(Ledger.Event.TAKEN) >= before + PEOPLE / 2);
        second.stop();
        firstAgain.api().awaitStatus(batch, "COMPLETED");

        Comparison comparison = bench.compare(firstAgain.api(), audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.messages()).isEqualTo(PEOPLE);
        assertThat(comparison.unknown()).isZero();
    }

    private static SmtpAction takenAfter(Duration delay) {
        return SmtpAction.taking(SmtpAction.replyAfter(delay, "250 2.0.0 ok"));
    }
}
