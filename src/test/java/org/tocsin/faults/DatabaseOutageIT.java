package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.Ledger.Event;

/** Fault 5: PostgreSQL is stopped at once in the middle of a batch, stays away, and comes back. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class DatabaseOutageIT {

    private static final int PEOPLE = 300;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    @Test
    void sendingStopsTheApiSaysSoAndBothComeBackByThemselves(Bench bench) throws Exception {
        Replica service = bench.one();
        Audience audience = Audience.byEmail(PEOPLE);
        long before = bench.ledger().count(Event.TAKEN);
        UUID batch = bench.approved(service.api(), audience, Map.of("maxPerSecond", 60));
        await().until(() -> bench.ledger().count(Event.TAKEN) >= before + PEOPLE / 10);

        bench.postgres().line().refuse();
        bench.postgres().crash();
        Instant gone = Instant.now();
        await().until(() ->
                service.api().as("author").get("/api/v1/batches/{id}", batch).statusCode() == 503);
        assertThat(service.status("/q/health/live")).isEqualTo(200);
        await().until(() -> Instant.now().isAfter(gone.plus(STOPS_WITHIN).plusSeconds(2)));
        assertThat(bench.ledger().about(audience.tag()))
                .filteredOn(entry -> entry.event() == Event.TAKEN)
                .extracting(Ledger.Entry::at)
                .allMatch(at -> at.isBefore(gone.plus(STOPS_WITHIN)))
                .hasSizeLessThan(PEOPLE);

        bench.postgres().line().resume();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions() // one answer more of the outage
                .until(() -> service.api().batch(batch).getString("status").equals("COMPLETED"));

        Comparison comparison = bench.compare(service.api(), audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.twice()).isZero();
    }
}
