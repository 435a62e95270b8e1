package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** Whom a plan leaves out because of other sets and batches, and whom it does not. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class RightPeopleJourneyTest extends OneIncidentJourney {

    @Test
    void aSupplementReachesOnlyWhoIsInNoEarlierSet() {
        API.upload(incident, HEADER + person(1, "p1", "") + person(2, "p2", ""));
        UUID later = API.upload(incident, HEADER + person(2, "p2", "") + person(3, "p3", ""));

        JsonPath all = API.batch(API.plan(batch(later, FALLBACK)));
        assertThat(all.getInt("outcomes.excluded")).isZero();
        UUID supplement = API.approved(batch(later, with(FALLBACK, "supplement", true)));

        JsonPath ended = API.awaitStatus(supplement, "COMPLETED");
        assertThat(ended.getMap("plan.exclusions")).isEqualTo(Map.of("IN_EARLIER_SET", 1));
        assertThat(ended.getInt("outcomes.excluded")).isEqualTo(1);
        assertThat(ended.getInt("outcomes.reachedUnconfirmed")).isEqualTo(1);
        assertThat(ended.getBoolean("policy.supplement")).isTrue();
        assertThat(recipients()).containsExactly("p3." + tag + "@example.org");
    }

    @Test
    void whoseBatchWasRejectedIsInThePlanThatIsMadeRightAfter() {
        UUID set = API.upload(incident, HEADER + person(1, "p1", phone(1)));
        UUID rejected = API.plan(batch(set, FALLBACK));
        String another = "f".repeat(63) + "?";
        String fingerprint = API.submit(rejected).getString("fingerprint");
        API.decide("approver", rejected, another, "APPROVE").then().statusCode(409);
        API.decide("approver", rejected, fingerprint, "REJECT").then().statusCode(200);

        UUID next = API.plan(batch(set, with(FALLBACK, "holdThresholds", Map.of("failedPercent", 10))));

        assertThat(API.batch(next).getInt("outcomes.excluded")).isZero();
        assertThat(API.submit(next).getString("status")).isEqualTo("SUBMITTED");
    }
}
