package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** PostgreSQL's disk is full in the middle of a batch, and after a while there is room again. */
class FullDiskRun {

    private static final int MEGABYTES = 512;
    private static final int PEOPLE = 4_000;
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    @Test
    void sendingStopsAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mountOrSkip(MEGABYTES);
                Bench bench = new Bench(disk.folder().resolve("database"), false)) {
            Replica service = bench.one();
            bench.mail()
                    .always(
                            SmtpStage.DOT,
                            SmtpAction.taking(SmtpAction.replyAfter(Duration.ofMillis(100), "250 2.0.0 ok")));
            Audience audience = Audience.byEmail(PEOPLE);
            UUID batch = bench.approved(service.api(), audience, Map.of());
            await().atMost(LONG_ENOUGH).until(() -> bench.ledger().count(Event.TAKEN) >= PEOPLE / 10);

            disk.fill();
            long full = bench.ledger().count(Event.TAKEN);
            long taken = takenWhenQuiet(bench);
            assertThat(taken).as("sending stops").isLessThan(PEOPLE);
            assertThat(service.status("/q/health/live")).isEqualTo(200);

            disk.makeRoom();
            Instant room = Instant.now();
            await().atMost(LONG_ENOUGH).until(() -> bench.ledger().count(Event.TAKEN) > taken);
            Duration resumed = Duration.between(room, Instant.now());
            await().atMost(LONG_ENOUGH)
                    .ignoreExceptions() // one answer more of the outage
                    .until(() -> service.api().batch(batch).getString("status").equals("COMPLETED"));

            Comparison comparison = bench.compare(service.api(), audience, batch);
            Figures.add(
                    "PostgreSQL's disk full for %d s".formatted(QUIET.toSeconds()),
                    "sending stops, resumes when there is room, lost 0",
                    "%d messages more while there was none, resumes after %.1f s; lost %d, twice %d"
                            .formatted(
                                    taken - full, resumed.toMillis() / 1000.0, comparison.lost(), comparison.twice()));
            System.out.println("\n" + Figures.table());
            assertThat(comparison.holds()).as("%s", comparison).isTrue();
            assertThat(comparison.twice()).isZero();
        }
    }

    /** How many messages were taken in all once none has been for a while. */
    private static long takenWhenQuiet(Bench bench) {
        long[] count = {-1};
        Instant[] since = {Instant.now()};
        await().atMost(LONG_ENOUGH).until(() -> {
            long now = bench.ledger().count(Event.TAKEN);
            if (now != count[0]) {
                count[0] = now;
                since[0] = Instant.now();
            }
            return Instant.now().isAfter(since[0].plus(QUIET));
        });
        return count[0];
    }
}
