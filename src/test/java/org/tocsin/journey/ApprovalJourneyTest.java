package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** Nothing is sent but what a second person approved, and only as long as it is what they saw. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class ApprovalJourneyTest extends SixPeopleJourney {

    @Test
    void nobodyApprovesTheirOwnBatchAndARaceHasOneWinner() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.plan(prepared.batch(Map.of()));
        String fingerprint = API.submit(batch).getString("fingerprint");
        API.decide("author", batch, fingerprint, "APPROVE").then().statusCode(403);
        API.decide("approver", batch, "0".repeat(64), "APPROVE").then().statusCode(409);
        List<Integer> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i ->
                        API.decide("approver", batch, fingerprint, "APPROVE").statusCode())
                .toList();
        assertThat(answers).containsExactlyInAnyOrder(200, 409, 409, 409);
        API.awaitStatus(batch, "COMPLETED");
    }

    @Test
    void aRejectedBatchSendsNothingAndFreesItsPeople() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.plan(prepared.batch(Map.of()));
        String fingerprint = API.submit(batch).getString("fingerprint");
        API.decide("approver", batch, fingerprint, "REJECT")
                .then()
                .statusCode(200)
                .body("status", equalTo("REJECTED"));
        awaitWithdrawn(batch);
        UUID second = API.approved(prepared.batch(Map.of()));
        assertThat(API.awaitStatus(second, "COMPLETED").getInt("outcomes.excluded"))
                .isZero();
        assertThat(mailsOf(prepared.tag())).hasSize(CONTACTABLE_BY_EMAIL);
    }

    @Test
    void aTemplateChangedByDirectSqlSendsNothing() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.plan(prepared.batch(Map.of("startAt", "2099-01-01T00:00:00Z")));
        String fingerprint = API.submit(batch).getString("fingerprint");
        TestDatabase.execute(
                "UPDATE template_variant SET text = text || 'x' WHERE template_id = '" + prepared.template() + "'");
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(409);
        assertThat(mailsOf(prepared.tag())).isEmpty();
    }

    @Test
    void contentChangedByDirectSqlAfterTheApprovalHoldsTheBatch() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(
                prepared.batch(Map.of("startAt", Instant.now().plusSeconds(3600).toString())));
        TestDatabase.execute(
                "UPDATE batch SET policy = policy - 'startAt', facts = jsonb_set(facts, '{organisation}', '\"Mallory\"')"
                        + " WHERE id = '" + batch + "'");
        JsonPath held = API.awaitStatus(batch, "HELD");
        assertThat(held.getString("heldReason")).isEqualTo("SEAL_BROKEN");
        assertThat(mailsOf(prepared.tag())).isEmpty();
        API.as("approver")
                .body(Map.of("reason", "go on"))
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(409);
    }

    @Test
    void changedFactsHoldASubmittedBatch() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.plan(prepared.batch(Map.of()));
        String fingerprint = API.submit(batch).getString("fingerprint");
        changeFacts(prepared);
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(409);
        assertThat(API.awaitStatus(batch, "HELD").getString("heldReason")).isEqualTo("FACTS_CHANGED");
        assertThat(mailsOf(prepared.tag())).isEmpty();
    }

    /** As while a correction of it is being submitted, which takes as long as its list is. */
    @Test
    void aBatchThatSomebodyIsAtDoesNotKeepOthersFromBeingHeld() throws SQLException {
        List<Prepared> incidents = List.of(Prepared.fresh(), Prepared.fresh(), Prepared.fresh());
        List<UUID> batches = new ArrayList<>();
        for (Prepared incident : incidents) {
            UUID batch = API.plan(incident.batch(Map.of()));
            API.submit(batch);
            batches.add(batch);
        }
        UUID busyBatch = batches.remove(1); // they are looked at in the order of their ids: it is before the last
        try (Connection somebody = TestDatabase.asOwner();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("SELECT FROM batch WHERE id = '" + busyBatch + "' FOR NO KEY UPDATE");
            changeFacts(incidents.get(1));
            changeFacts(incidents.get(0));
            changeFacts(incidents.get(2));
            for (UUID other : batches) {
                assertThat(API.awaitStatus(other, "HELD").getString("heldReason"))
                        .isEqualTo("FACTS_CHANGED");
            }
            assertThat(API.batch(busyBatch).getString("status")).isEqualTo("SUBMITTED");
            somebody.rollback();
        }
        assertThat(API.awaitStatus(busyBatch, "HELD").getString("heldReason")).isEqualTo("FACTS_CHANGED");
    }

    private static void changeFacts(Prepared prepared) {
        API.as("author")
                .body(Map.of("facts", Map.of("en", Map.of("whatHappened", "More than we thought."))))
                .patch("/api/v1/incidents/{id}", prepared.incident())
                .then()
                .statusCode(200);
    }
}
