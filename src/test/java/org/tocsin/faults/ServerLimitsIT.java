package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.ServiceApi;

/** Fault 7: a server that takes few connections, and few messages over each: it costs time, and nobody an attempt. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class ServerLimitsIT {

    private static final int PEOPLE = 60;

    @Test
    void everybodyIsToldOnceAndNoAttemptIsBurnt(Bench bench) throws Exception {
        ServiceApi api = bench.one().api();
        bench.mail().disconnectAll();
        bench.mail().mostConnections(3).mostMessagesPerConnection(5);
        Audience audience = Audience.byEmail(PEOPLE);

        UUID batch = bench.approved(api, audience, Map.of());
        await().until(() -> {
            bench.bringRetriesForward(batch);
            return api.batch(batch).getString("status").equals("COMPLETED");
        });

        Comparison comparison = bench.compare(api, audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.messages()).isEqualTo(PEOPLE);
        assertThat(comparison.unknown()).isZero();
        assertThat(bench.burntAttempts(batch)).isZero();
    }
}
