package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.Ledger.Event;

/** PostgreSQL stopped at once in the middle of a batch, and back after a while, {@code -Dfaults.crashes} times. */
class DatabaseCrashRun {

    private static final int PEOPLE_PER_CRASH = 5_000;
    private static final Duration AWAY = Duration.ofSeconds(15);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(60);

    @Test
    void sendingStopsAndResumes() throws Exception {
        int crashes = Crew.number("crashes", 5);
        try (Crew crew = new Crew().answeringAfter(Duration.ofMillis(200)).start()) {
            Bench bench = crew.bench();
            Audience audience = Audience.byEmail(crashes * PEOPLE_PER_CRASH);
            UUID batch = crew.approved(audience);
            Duration slowestStop = Duration.ZERO;
            Duration slowestResume = Duration.ZERO;
            for (int crash = 0; crash < crashes; crash++) {
                awaitMessages(bench, 500);
                Instant gone = Instant.now();
                bench.postgres().line().refuse();
                bench.postgres().crash();
                slowestStop = longer(slowestStop, lastMessage(bench, gone));
                bench.postgres().line().resume();
                Instant back = Instant.now();
                awaitMessages(bench, 1);
                slowestResume = longer(slowestResume, Duration.between(back, Instant.now()));
            }
            Comparison comparison = crew.compareWhenDone(audience, batch);

            Figures.add(
                    "PostgreSQL stopped at once and started again, %d times, %d s away"
                            .formatted(crashes, AWAY.toSeconds()),
                    "sending stops <= 5 s, resumes <= 60 s, lost 0",
                    "stops after %.1f s at most, resumes after %.1f s at most; lost %d, twice %d, of these outside the window %d"
                            .formatted(
                                    slowestStop.toMillis() / 1000.0,
                                    slowestResume.toMillis() / 1000.0,
                                    comparison.lost(),
                                    comparison.twice(),
                                    comparison.twiceOutsideWindow()));
            assertThat(comparison.holds()).as("%s", comparison).isTrue();
            assertThat(slowestStop).isLessThanOrEqualTo(STOPS_WITHIN);
            assertThat(slowestResume).isLessThanOrEqualTo(RESUMES_WITHIN);
        }
    }

    private static void awaitMessages(Bench bench, int more) {
        long before = bench.ledger().count(Event.TAKEN);
        await().atMost(Duration.ofMinutes(3)).until(() -> bench.ledger().count(Event.TAKEN) >= before + more);
    }

    /** How long after the database had gone a message still came. */
    private static Duration lastMessage(Bench bench, Instant gone) {
        long[] count = {bench.ledger().count(Event.TAKEN)};
        Instant[] last = {gone};
        await().atMost(AWAY.plusMinutes(1)).until(() -> {
            long now = bench.ledger().count(Event.TAKEN);
            if (now > count[0]) {
                count[0] = now;
                last[0] = Instant.now();
            }
            return Instant.now().isAfter(gone.plus(AWAY));
        });
        return Duration.between(gone, last[0]);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
