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
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.SmtpStage;

/** Pause, stop and cancel, told to one replica while two are sending: by the ledger's clock no dot comes 2 s later. */
@Timeout(120)
@ExtendWith(SharedBench.class)
class HandOnTheSwitchIT {

    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Map<String, String> BECAUSE = Map.of("reason", "a question came up");

    @Test
    void noDotComesTwoSecondsAfterAPersonSaidSo(Bench bench) throws Exception {
        ServiceApi told = bench.replica("a").api();
        bench.replica("b");
        bench.mail("a")
                .always(
                        SmtpStage.DOT, SmtpAction.taking(SmtpAction.replyAfter(Duration.ofMillis(50), "250 2.0.0 ok")));
        Audience audience = Audience.byEmail(4_000);
        UUID batch = bench.approved(told, audience, Map.of());

        awaitSending(bench);
        post(told, "operator", "/api/v1/admin/batches/" + batch + "/pause");
        assertSilence(bench, audience);

        post(told, "approver", "/api/v1/admin/batches/" + batch + "/resume");
        awaitSending(bench);
        post(told, "operator", "/api/v1/admin/stop");
        try {
            assertSilence(bench, audience);
        } finally {
            told.as("approver").body(BECAUSE).delete("/api/v1/admin/stop").then().statusCode(200);
        }

        awaitSending(bench);
        post(told, "author", "/api/v1/admin/batches/" + batch + "/cancel");
        assertSilence(bench, audience);

        Comparison comparison = bench.compare(told, audience, batch);
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

    private static void assertSilence(Bench bench, Audience audience) {
        Instant silentFrom = Instant.now().plus(WITHIN);
        await().until(() -> Instant.now().isAfter(silentFrom.plusMillis(500)));
        assertThat(bench.ledger().about(audience.tag()))
                .filteredOn(entry -> entry.event() == Event.TAKEN)
                .extracting(Ledger.Entry::at)
                .allMatch(at -> at.isBefore(silentFrom));
    }
}
