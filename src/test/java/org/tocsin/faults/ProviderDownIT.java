package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** The first mail provider greets nobody: the second takes over, and the first is used again once it is back. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class ProviderDownIT {

    private static final int PEOPLE = 120;

    @Test
    void theSecondTakesOverAndTheFirstComesBack(Bench bench) throws Exception {
        Replica service = bench.one();
        bench.mail().disconnectAll();
        bench.mail().always(SmtpStage.CONNECT, SmtpAction.reply("554 5.3.2 no service here"));
        Audience audience = Audience.byEmail(PEOPLE);

        UUID batch = bench.approved(service.api(), audience, Map.of());
        await().until(() -> taken(bench, audience, "spare") > 0);
        await().until(() -> {
            bench.bringRetriesForward(batch); // those who met the first provider while it still counted as up
            return service.api().batch(batch).getString("status").equals("COMPLETED");
        });

        Comparison comparison = bench.compare(service.api(), audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.messages()).isEqualTo(PEOPLE);
        assertThat(taken(bench, audience, "spare")).isEqualTo(PEOPLE);

        bench.mail().answerAsUsual();
        await().until(() -> {
            Audience next = Audience.byEmail(3);
            service.api().awaitStatus(bench.approved(service.api(), next, Map.of()), "COMPLETED");
            return taken(bench, next, "mail-main") == 3;
        });
    }

    private static long taken(Bench bench, Audience audience, String server) {
        return bench.ledger().about(audience.tag()).stream()
                .filter(entry -> entry.event() == Event.TAKEN && entry.server().equals(server))
                .count();
    }
}
