package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Hold;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Fault 4: a replica that stands still past its lease, is taken for dead, and goes on as if nothing had been. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class FrozenReplicaIT {

    private static final int PEOPLE = 12;
    private static final SmtpAction OK = SmtpAction.reply("250 2.0.0 ok");

    @Test
    void itSendsNoMoreThanTheDotsItWasWritingAndWritesNothingStale(Bench bench) throws Exception {
        Replica frozen = bench.one();
        Hold atRcpt = Hold.then(OK);
        Hold alsoAtRcpt = Hold.then(OK);
        Hold atTheDot = Hold.takenThen(OK);
        Hold alsoAtTheDot = Hold.takenThen(OK);
        bench.mail().on(SmtpStage.RCPT, atRcpt, alsoAtRcpt).on(SmtpStage.DOT, atTheDot, alsoAtTheDot);
        List<Hold> all = List.of(atRcpt, alsoAtRcpt, atTheDot, alsoAtTheDot);
        Audience audience = Audience.byEmail(PEOPLE);

        UUID batch = bench.approved(frozen.api(), audience, Map.of());
        for (Hold hold : all) {
            hold.awaitReached();
        }
        await().until(() -> frozen.api().batch(batch).getInt("deliveries.accepted") == PEOPLE - all.size());
        Replica other;
        long abandonedBefore;
        frozen.freeze();
        try {
            for (Hold hold : all) {
                hold.release();
            }
            other = bench.besides(frozen);
            other.api().awaitStatus(batch, "COMPLETED");
            abandonedBefore = abandoned(bench, audience);
        } finally {
            frozen.thaw();
        }
        // It finds that its intents are too old, and breaks off what it has not finished.
        await().until(() -> abandoned(bench, audience) >= abandonedBefore + 2);
        await().until(() -> frozen.status("/q/health/ready") == 200);

        Comparison comparison = bench.compare(other.api(), audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.twice()).isEqualTo(2);
        assertThat(comparison.messages()).isEqualTo(PEOPLE + 2);
        assertThat(other.api().batch(batch).getString("status")).isEqualTo("COMPLETED");
    }

    private static long abandoned(Bench bench, Audience audience) {
        return bench.ledger().about(audience.tag()).stream()
                .filter(entry -> entry.event() == Event.ABANDONED)
                .count();
    }
}
