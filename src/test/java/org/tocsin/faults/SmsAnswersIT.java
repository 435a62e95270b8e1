package org.tocsin.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tocsin.testing.Ledger;
import org.tocsin.testing.Ledger.Event;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TwilioStub.Action;

/** Fault 10: an SMS provider that takes the message and answers with an error, with nothing, or too late. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class SmsAnswersIT {

    private static final int PEOPLE = 10;

    @Test
    void onePostEachAndTheProviderIsAskedBeforeAnythingIsSentAgain(Bench bench) throws Exception {
        ServiceApi api = bench.one().api();
        bench.twilio()
                .onPost(
                        Action.taking(Action.error(500, 20500, "Internal Server Error")),
                        Action.taking(Action.status(502, "")),
                        Action.taking(Action.status(503, "")),
                        Action.taking(Action.status(504, "")),
                        Action.taking(Action.drop()),
                        Action.taking(Action.hang()),
                        Action.drop(),
                        Action.tooMany("1"));
        Audience audience = Audience.bySms(PEOPLE, 1_000);

        UUID batch = bench.approved(api, audience, Map.of());
        await().until(() -> {
            bench.bringRetriesForward(batch);
            return api.batch(batch).getString("status").equals("COMPLETED");
        });

        Comparison comparison = bench.compare(api, audience, batch);
        assertThat(comparison.holds()).as("%s", comparison).isTrue();
        Figures.add(
                "provider answers 5xx after taking the message",
                "exactly one POST per attempt; UNKNOWN, resolved by callback",
                "%d answers lost, twice %d; resolved by look-up".formatted(comparison.unknown(), comparison.twice()));
        assertThat(comparison.messages()).isEqualTo(PEOPLE);
        assertThat(comparison.twice()).isZero();
        assertThat(comparison.unknown()).isEqualTo(7);
        // The one that the provider never had and the one that it told to wait were posted a second time.
        assertThat(postsByNumber(bench)).containsExactlyInAnyOrder(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 2L, 2L);
    }

    private static List<Long> postsByNumber(Bench bench) {
        return List.copyOf(bench.ledger().about("+12025551").stream()
                .filter(entry -> entry.event() == Event.TAKEN || entry.event() == Event.REFUSED)
                .collect(Collectors.groupingBy(Ledger.Entry::recipient, Collectors.counting()))
                .values());
    }
}
