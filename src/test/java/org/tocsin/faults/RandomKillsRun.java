package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.faults.Kills.Kill;
import org.tocsin.testing.Ledger.Event;

/** {@code kill -9} to a random one of three replicas at a random moment, {@code -Dfaults.kills} times in one batch. */
class RandomKillsRun {

    /** Three times ten connections that wait so long for each answer send about 60 messages a second. */
    private static final Duration ANSWER_AFTER = Duration.ofMillis(500);

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int PEOPLE_PER_KILL = 1_000;
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(90);

    @Test
    void nobodyIsLostAndTwiceOnlyInsideTheWindow() throws Exception {
        int count = Crew.number("kills", 100);
        long seed = Long.getLong("faults.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        try (Crew crew = new Crew().answeringAfter(ANSWER_AFTER);
                Workers workers = new Workers(crew.bench().postgres());
                Kills kills = new Kills(crew.bench().postgres())) {
            Bench bench = crew.bench();
            Map<String, UUID> workerOf = new HashMap<>();
            for (String name : Crew.NAMES) {
                bench.replica(name);
                workerOf.put(name, workers.newest());
            }
            Audience audience = Audience.byEmail(Crew.number("kills.people", count * PEOPLE_PER_KILL));
            UUID batch = crew.approved(audience);
            for (int i = 0; i < count; i++) {
                pause(Duration.ofMillis(random.nextInt(500, 3_000)));
                assertThat(bench.ledger().count(Event.TAKEN))
                        .as("the batch outlasts the kills, seed %d", seed)
                        .isLessThan(audience.people());
                String name = Crew.NAMES.get(random.nextInt(Crew.NAMES.size()));
                kills.add(kill(bench, workers, name, workerOf.get(name)));
                bench.replica(name);
                workerOf.put(name, workers.newest());
            }
            await().atMost(RESUMES_WITHIN.multipliedBy(2)).until(() -> kills.allRescued());
            crew.answeringAfter(AT_ONCE);
            Comparison comparison = crew.compareWhenDone(audience, batch);
            report(bench, kills, comparison, count, seed);
        }
    }

    private static Kill kill(Bench bench, Workers workers, String name, UUID worker) throws Exception {
        Replica replica = bench.replica(name);
        int open = bench.mail(name).openConnections();
        Instant lastHeartbeat = workers.lastHeartbeat(worker);
        replica.kill();
        return new Kill("mail-" + name, Instant.now(), open, worker, lastHeartbeat);
    }

    private static void pause(Duration howLong) {
        await().pollDelay(howLong).until(() -> true);
    }

    private static void report(Bench bench, Kills kills, Comparison comparison, int count, long seed) throws Exception {
        Map<Kill, Integer> twice;
        try (Connection connection = bench.postgres().connect()) {
            twice = kills.toldTwice(connection, bench.ledger());
        }
        Figures.add(
                "`kill -9` at a random moment, %d times (seed %d)".formatted(count, seed),
                "lost 0; twice <= open connections of the killed replica per kill, and 0 outside the window; resumed"
                        + " <= 90 s after the last heartbeat",
                "lost %d; twice %d of %,d, at most %d per kill, outside the window %d; resumed after %.0f s at most"
                        .formatted(
                                comparison.lost(),
                                comparison.twice(),
                                comparison.people(),
                                twice.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .max()
                                        .orElse(0),
                                comparison.twiceOutsideWindow(),
                                kills.slowestRescue().toMillis() / 1000.0));
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(Kills.withinConnections(twice.entrySet())).as("%s", twice).isTrue();
        assertThat(kills.slowestRescue()).isLessThanOrEqualTo(RESUMES_WITHIN);
    }
}
