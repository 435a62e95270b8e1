package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Pause, stop and cancel, told to one replica while two are sending: by the ledger's clock no dot comes 2 s later. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class HandOnTheSwitchIT {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Map<String, String> BECAUSE = Map.of("reason", "a question came up");

    @Test
    void noDotComesTwoSecondsAfterAPersonSaidSo(Bench bench) throws Exception {
        Replica one = bench.one();
        bench.besides(one);
        ServiceApi told = one.api();
        bench.mail()
                .always(
                        SmtpStage.DOT,
                        SmtpAction.taking(SmtpAction.replyAfter(Duration.ofMillis(100), "250 2.0.0 ok")));
        Audience audience = Audience.byEmail(1_500);
        UUID batch = bench.approved(told, audience, Map.of());

        awaitSending(bench);
        post(told, "operator", "/api/v1/admin/batches/" + batch + "/pause");
        Duration longest = silence(bench, audience);

        post(told, "approver", "/api/v1/admin/batches/" + batch + "/resume");
        awaitSending(bench);
        post(told, "operator", "/api/v1/admin/stop");
        try {
            longest = longer(longest, silence(bench, audience));
        } finally {
            told.as("approver")
                    .body(BECAUSE)
                    .delete("/api/v1/admin/stop")
                    .then()
                    .statusCode(200);
        }

        awaitSending(bench);
        post(told, "author", "/api/v1/admin/batches/" + batch + "/cancel");
        longest = longer(longest, silence(bench, audience));

        Figures.add(
                "pause, cancel, stop",
                "no new dot after 2 s",
                "last dot %.1f s after the answer at most".formatted(longest.toMillis() / 1000.0));
        assertThat(longest).isLessThanOrEqualTo(WITHIN);
        // The gate is closed at once, what waits is withdrawn in chunks after.
        Comparison comparison =
                await().until(() -> bench.compare(told, audience, batch), compared -> compared.outstanding() == 0);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        assertThat(comparison.twice()).isZero();
        assertThat(comparison.messages()).isLessThan(audience.people());
    }

    private static void post(ServiceApi api, String role, String path) {
        api.as(role).body(BECAUSE).post(path).then().statusCode(200);
    }

    private static void awaitSending(Bench bench) {
        long before = bench.ledger().count(Event.TAKEN);
        await().until(() -> bench.ledger().count(Event.TAKEN) >= before + 50);
    }

    /** How long after now the last dot comes, seen from half a second after none may come any more. */
    private static Duration silence(Bench bench, Audience audience) {
        Instant said = Instant.now();
        await().until(() -> Instant.now().isAfter(said.plus(WITHIN).plusMillis(500)));
        Instant last = bench.ledger().about(audience.tag()).stream()
                .filter(entry -> entry.event() == Event.TAKEN)
                .map(Ledger.Entry::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return longer(Duration.ZERO, Duration.between(said, last));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
