package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.Ledger.Event;

/** SIGTERM to one of three replicas after the other, {@code -Dfaults.rounds} times round, while a batch goes on. */
class RollingRestartRun {

    /** At thirty connections and half a second for each answer, far more than one stop and start need. */
    private static final int PEOPLE_PER_STOP = 1_500;

    private static final int MESSAGES_BETWEEN = 50;

    @Test
    void nobodyIsToldTwiceAndNothingIsLeftUncertain() throws Exception {
        int stops = Crew.number("rounds", 5) * Crew.NAMES.size();
        try (Crew crew = new Crew().answeringAfter(Duration.ofMillis(500)).start()) {
            Bench bench = crew.bench();
            Audience audience = Audience.byEmail(stops * PEOPLE_PER_STOP);
            UUID batch = crew.approved(audience);
            for (int stop = 0; stop < stops; stop++) {
                long before = bench.ledger().count(Event.TAKEN);
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> bench.ledger().count(Event.TAKEN) > before + MESSAGES_BETWEEN);
                String name = Crew.NAMES.get(stop % Crew.NAMES.size());
                bench.replica(name).stop();
                bench.replica(name);
            }
            assertThat(bench.ledger().count(Event.TAKEN))
                    .as("the batch outlasts the stops")
                    .isLessThan(audience.people());
            Comparison comparison = crew.compareWhenDone(audience, batch);

            Figures.add(
                    "SIGTERM in turn, server answering in time, %d times".formatted(stops),
                    "twice 0, unknown 0",
                    "twice %d, unknown %d; lost %d"
                            .formatted(comparison.twice(), comparison.unknown(), comparison.lost()));
            assertThat(comparison.holds()).as("%s", comparison).isTrue();
            assertThat(comparison.twice()).isZero();
            assertThat(comparison.unknown()).isZero();
        }
    }
}
