package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No fault at all, and many people: {@code -Dfaults.people}, a million when not said. */
class ThreeReplicasRun {

    @Test
    void everybodyIsToldOnce() throws Exception {
        int people = Crew.number("people", 1_000_000);
        try (Crew crew = new Crew().start()) {
            Audience audience = Audience.byEmail(people);
            UUID batch = crew.approved(audience);
            Instant started = Instant.now();
            Comparison comparison = crew.compareWhenDone(audience, batch);
            long seconds = Math.max(1, Duration.between(started, Instant.now()).toSeconds());

            Figures.add(
                    "none, 3 replicas, %,d people".formatted(people),
                    "lost 0, twice 0, state contradicts ledger 0",
                    "lost %d, twice %d, contradictions %d; %,d messages in %,d s"
                            .formatted(
                                    comparison.lost(),
                                    comparison.twice(),
                                    comparison.contradictions(),
                                    comparison.messages(),
                                    seconds));
            assertThat(comparison.holds()).as("%s", comparison).isTrue();
            assertThat(comparison.twice()).isZero();
            assertThat(comparison.messages()).isEqualTo(people);
        }
    }
}
