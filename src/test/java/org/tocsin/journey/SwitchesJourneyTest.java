package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** The switches that people have over an approved batch: pause, resume, cancel, the canary, and the stop of everything. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class SwitchesJourneyTest extends SixPeopleJourney {

    @Test
    void pauseResumeAndCancelAreInAPersonsHands() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of("startAt", "2099-01-01T00:00:00Z")));
        Map<String, String> because = Map.of("reason", "a question came up");
        API.as("operator")
                .body(because)
                .post("/api/v1/admin/batches/{id}/pause", batch)
                .then()
                .statusCode(200)
                .body("status", equalTo("PAUSED"));
        API.as("author")
                .body(because)
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(403);
        API.as("approver")
                .body(because)
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(200)
                .body("status", equalTo("APPROVED"));
        API.as("author")
                .body(because)
                .post("/api/v1/admin/batches/{id}/cancel", batch)
                .then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"));
        JsonPath withdrawn = awaitWithdrawn(batch);
        assertThat(withdrawn.getInt("outcomes.withdrawn")).isEqualTo(5);
        assertThat(withdrawn.getInt("outcomes.unreached")).isEqualTo(1);
        API.as("operator")
                .body(because)
                .post("/api/v1/admin/batches/{id}/pause", batch)
                .then()
                .statusCode(409);
    }

    @Test
    void aCanaryGoesFirstAndTheRestWaitsForAPerson() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of("canary", Map.of("people", 2))));
        JsonPath held = API.awaitStatus(batch, "HELD");
        assertThat(held.getString("heldReason")).isEqualTo("CANARY");
        assertThat(held.getInt("outcomes.reachedUnconfirmed")).isEqualTo(2);
        API.as("approver")
                .body(Map.of("reason", "looks right"))
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(200);
        assertThat(API.awaitStatus(batch, "COMPLETED").getInt("outcomes.reachedUnconfirmed"))
                .isEqualTo(5);
        assertThat(mailsOf(prepared.tag())).hasSize(CONTACTABLE_BY_EMAIL);
    }

    @Test
    void theStopSwitchStopsEverythingUntilItIsLifted() {
        Prepared prepared = Prepared.fresh();
        API.as("operator")
                .body(Map.of("reason", "wrong link"))
                .post("/api/v1/admin/stop")
                .then()
                .statusCode(200);
        try {
            UUID batch = API.approved(prepared.batch(Map.of()));
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> API.batch(batch).getInt("deliveries.accepted") == 0);
            API.as("operator")
                    .body(Map.of("reason", "?"))
                    .delete("/api/v1/admin/stop")
                    .then()
                    .statusCode(403);
            API.as("approver")
                    .body(Map.of("reason", "link is right"))
                    .delete("/api/v1/admin/stop")
                    .then()
                    .statusCode(200);
            API.awaitStatus(batch, "COMPLETED");
            assertThat(mailsOf(prepared.tag())).hasSize(CONTACTABLE_BY_EMAIL);
            assertThat(TestDatabase.count("SELECT max(attempts) FROM delivery WHERE batch_id = ?", batch))
                    .as("nobody waits for a second try")
                    .isEqualTo(1);
        } finally {
            API.as("approver").body(Map.of("reason", "end of test")).delete("/api/v1/admin/stop");
        }
    }
}
