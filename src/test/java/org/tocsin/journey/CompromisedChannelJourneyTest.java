package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A channel or domain that others may read: its people move to their next channel, and lists made before are held. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class CompromisedChannelJourneyTest extends OneIncidentJourney {

    @Test
    void aCompromisedDomainMovesItsPeopleToTheirNextChannel() {
        String domain = tag + ".example.net";
        UUID set = API.upload(
                incident,
                HEADER
                        + "%s,Ana,ana@%s,%s,en,US\n".formatted(ref(1), domain, phone(1))
                        + "%s,Bo,bo@%s,,en,US\n".formatted(ref(2), domain)
                        + person(3, "own", phone(3))
                        + "%s,Di,di@sub.%s,,en,US\n".formatted(ref(4), domain));
        String rule = compromise(Map.of("channel", "EMAIL", "domain", domain.toUpperCase(), "reason", "read by them"))
                .then()
                .statusCode(201)
                .body("rule.domain", equalTo(domain))
                .body("heldBatches", empty())
                .extract()
                .path("rule.id");

        UUID batch = API.approved(batch(set, FALLBACK));

        JsonPath ended = API.awaitStatus(batch, "COMPLETED");
        assertThat(ended.getList("plan.moved")).hasSize(1);
        assertThat(ended.getString("plan.moved[0].ruleId")).isEqualTo(rule);
        assertThat(ended.getInt("plan.moved[0].toAnotherChannel")).isEqualTo(1);
        assertThat(ended.getInt("plan.moved[0].unreached")).isEqualTo(1);
        assertThat(ended.getInt("outcomes.unreached")).isEqualTo(1);
        assertThat(texts(phone(1))).isEqualTo(1);
        assertThat(recipients()).containsExactlyInAnyOrder("own." + tag + "@example.org", "di@sub." + domain);
        API.as("author")
                .get("/api/v1/batches/{id}/deliveries?movedBy={rule}", batch, rule)
                .then()
                .statusCode(200)
                .body("items.customerRef", containsInAnyOrder(ref(1), ref(2)))
                .body("items.state", contains("UNDELIVERABLE", "UNDELIVERABLE"))
                .body("items.reason", contains("COMPROMISED_CHANNEL", "COMPROMISED_CHANNEL"));
        assertThat(actions()).contains("CHANNEL_EXCLUDED", "RECORD_SET_READ");
    }

    @Test
    void aCompromisedChannelHoldsTheListsThatWereMadeBefore() {
        UUID set = API.upload(incident, HEADER + person(1, "p1", phone(1)));
        UUID draft = API.plan(batch(set, FALLBACK));
        UUID approved = API.approved(batch(set, with(FALLBACK, "startAt", "2099-01-01T00:00:00Z")));

        String rule = compromise(Map.of("channel", "SMS", "reason", "numbers were ported"))
                .then()
                .statusCode(201)
                .body("heldBatches", contains(approved.toString()))
                .extract()
                .path("rule.id");

        assertThat(API.batch(approved).getString("heldReason")).isEqualTo("CHANNEL_COMPROMISED");
        API.as("author")
                .post("/api/v1/batches/{id}/submission", draft)
                .then()
                .statusCode(409)
                .body("detail", containsString("plan it again"));
        JsonPath planned = API.batch(API.plan(batch(set, with(FALLBACK, "purpose", "UPDATE"))));
        assertThat(planned.getInt("plan.moved[0].toAnotherChannel")).isEqualTo(1);
        assertThat(planned.getMap("plan.byChannel")).isEqualTo(Map.of("EMAIL", 1));
        compromise(Map.of("channel", "SMS", "reason", "again")).then().statusCode(409);

        API.as("auditor")
                .get("/api/v1/incidents/{id}/compromised-channels", incident)
                .then()
                .statusCode(200)
                .body("items.id", contains(rule))
                .body("items.reason", contains("numbers were ported"));
        lift("auditor", rule).then().statusCode(403);
        lift("author", rule).then().statusCode(204);
        lift("author", rule).then().statusCode(404);
        API.as("author")
                .get("/api/v1/incidents/{id}/compromised-channels", incident)
                .then()
                .body("items", hasSize(0));
        assertThat(actions()).contains("CHANNEL_EXCLUDED", "CHANNEL_EXCLUSION_LIFTED");
    }

    @Test
    void whatHappensWhileAListIsHeldHoldsItWhenItIsResumed() {
        UUID set = API.upload(incident, HEADER + person(1, "p1", phone(1)));
        UUID approved = API.approved(batch(set, with(FALLBACK, "startAt", "2099-01-01T00:00:00Z")));
        changeFacts("More than we thought.");
        assertThat(API.awaitStatus(approved, "HELD").getString("heldReason")).isEqualTo("FACTS_CHANGED");

        compromise(Map.of("channel", "SMS", "reason", "numbers were ported"));
        assertThat(resumed(approved)).isEqualTo("HELD CHANNEL_COMPROMISED");
        changeFacts("Less than we thought.");
        assertThat(resumed(approved)).isEqualTo("HELD FACTS_CHANGED");
        assertThat(resumed(approved)).isEqualTo("APPROVED null");
    }

    @Test
    void whatIsNoRuleIsRefused() {
        compromise(Map.of("channel", "SMS", "domain", "example.org", "reason", "x"))
                .then()
                .statusCode(400);
        compromise(Map.of("channel", "EMAIL", "domain", "no domain", "reason", "x"))
                .then()
                .statusCode(400);
        compromise(Map.of("channel", "EMAIL")).then().statusCode(400);
        API.as("operator")
                .body(Map.of("channel", "EMAIL", "reason", "x"))
                .post("/api/v1/incidents/{id}/compromised-channels", incident)
                .then()
                .statusCode(403);
        API.as("author")
                .body(Map.of("channel", "EMAIL", "reason", "x"))
                .post("/api/v1/incidents/{id}/compromised-channels", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    private void changeFacts(String happened) {
        API.as("author")
                .body(Map.of("facts", Map.of("en", Map.of("whatHappened", happened))))
                .patch("/api/v1/incidents/{id}", incident)
                .then()
                .statusCode(200);
    }

    private static String resumed(UUID batch) {
        JsonPath view = API.as("approver")
                .body(Map.of("reason", "go on"))
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return view.getString("status") + " " + view.getString("heldReason");
    }

    private Response compromise(Map<String, Object> rule) {
        return API.as("author").body(rule).post("/api/v1/incidents/{id}/compromised-channels", incident);
    }

    private Response lift(String role, String rule) {
        return API.as(role).delete("/api/v1/incidents/{id}/compromised-channels/{rule}", incident, rule);
    }
}
