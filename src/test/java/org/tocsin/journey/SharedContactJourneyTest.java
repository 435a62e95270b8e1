package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** People who share an address: told, held for a person, or decided on. The judges are mail server and Twilio. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class SharedContactJourneyTest extends OneIncidentJourney {

    @Test
    void whoSharesAnAddressIsReportedAndWaitsForAPerson() {
        UUID set = sharingSet();

        API.as("author")
                .get("/api/v1/record-sets/{id}", set)
                .then()
                .body("accepted", equalTo(4))
                .body("sharedContacts", equalTo(4));
        API.as("approver")
                .get("/api/v1/record-sets/{id}/shared-contacts", set)
                .then()
                .statusCode(200)
                .body("items.customerRef", contains(ref(1), ref(2), ref(3), ref(4)))
                .body("items.kind", contains("EMAIL", "EMAIL", "PHONE", "PHONE"))
                .body("items.firstPosition", contains(1, 1, 3, 3))
                .body("items.people", contains(2, 2, 2, 2));
        List<String> paged = API.as("approver")
                .queryParam("limit", 1)
                .queryParam(
                        "after",
                        API.as("approver")
                                .get("/api/v1/record-sets/{id}/shared-contacts?limit=1", set)
                                .jsonPath()
                                .getString("next"))
                .get("/api/v1/record-sets/{id}/shared-contacts", set)
                .jsonPath()
                .getList("items.customerRef");
        assertThat(paged).containsExactly(ref(2));

        UUID batch = API.approved(batch(set, with(FALLBACK, "sharedContact", "HOLD")));
        JsonPath waiting = await().atMost(Duration.ofSeconds(30))
                .until(() -> API.batch(batch), seen -> seen.getInt("outcomes.reachedUnconfirmed") == 1);
        assertThat(waiting.getMap("plan.held")).isEqualTo(Map.of("SHARED_CONTACT", 4));
        assertThat(waiting.getString("status")).isEqualTo("DISPATCHING");
        assertThat(waiting.getInt("deliveries.held")).isEqualTo(3);
        assertThat(recipients()).containsExactly("own." + tag + "@example.org");
        API.as("author")
                .get("/api/v1/batches/{id}/deliveries?state=HELD", batch)
                .then()
                .body("items.reason", contains("SHARED_CONTACT", "SHARED_CONTACT", "SHARED_CONTACT"));

        decide(batch, "UNCERTAIN", "SEND").then().statusCode(200).body("deliveries", equalTo(0));
        decide(batch, "SHARED_CONTACT", "GIVE_UP").then().statusCode(200).body("deliveries", equalTo(3));

        JsonPath ended = API.awaitStatus(batch, "COMPLETED");
        assertThat(ended.getInt("outcomes.reachedUnconfirmed")).isEqualTo(2);
        assertThat(ended.getInt("outcomes.unreached")).isEqualTo(2);
        assertThat(recipients()).containsExactly("own." + tag + "@example.org");
        assertThat(texts(phone(1)))
                .as("the first's own number, the next channel")
                .isEqualTo(1);
        assertThat(texts(phone(3))).isZero();
    }

    @Test
    void aDecisionToSendTellsBothAndEachIsAMessageOfItsOwn() {
        UUID batch = API.approved(batch(sharingSet(), with(FALLBACK, "sharedContact", "HOLD")));
        await().atMost(Duration.ofSeconds(30)).until(() -> API.batch(batch).getInt("deliveries.held") == 3);

        decide(batch, null, "SEND").then().statusCode(200).body("deliveries", equalTo(3));

        API.awaitStatus(batch, "COMPLETED");
        assertThat(recipients())
                .containsExactlyInAnyOrder(
                        "shared." + tag + "@example.org",
                        "shared." + tag + "@example.org",
                        "own." + tag + "@example.org");
        assertThat(texts(phone(3))).isEqualTo(1);
    }

    @Test
    void aLaterChannelThatIsSharedIsHeldWhenItsTurnComes() {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.1.1 nobody here"));
        UUID set = API.upload(incident, HEADER + person(1, "p1", phone(3)) + person(2, "p2", phone(3)));
        UUID batch = API.approved(batch(set, with(FALLBACK, "sharedContact", "HOLD")));

        JsonPath waiting = await().atMost(Duration.ofSeconds(30))
                .until(() -> API.batch(batch), seen -> seen.getInt("deliveries.held") == 2);
        assertThat(waiting.getInt("deliveries.failed")).isEqualTo(2);
        assertThat(waiting.getInt("outcomes.outstanding")).isEqualTo(2);
        assertThat(texts(phone(3))).isZero();

        decide(batch, "SHARED_CONTACT", "SEND").then().statusCode(200).body("deliveries", equalTo(2));
        API.awaitStatus(batch, "COMPLETED");
        assertThat(texts(phone(3))).isEqualTo(2);
    }

    @Test
    void aHoldTakenAwayByDirectSqlBreaksTheSeal() {
        UUID batch = API.plan(batch(sharingSet(), with(FALLBACK, "sharedContact", "HOLD")));
        String fingerprint = API.submit(batch).getString("fingerprint");
        TestDatabase.execute("UPDATE delivery SET hold_for = NULL WHERE batch_id = '" + batch + "'");
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(200);

        assertThat(API.awaitStatus(batch, "HELD", "COMPLETED").getString("heldReason"))
                .isEqualTo("SEAL_BROKEN");
        assertThat(recipients()).isEmpty();
    }

    @Test
    void aSetInWhichNobodyLookedForSharedAddressesCannotBeHeldForThem() {
        UUID set = sharingSet();
        // As the version before sealed it.
        TestDatabase.execute("BEGIN; ALTER TABLE record_set DISABLE TRIGGER record_set_sealed;"
                + " UPDATE record_set SET shared_contacts = NULL WHERE id = '" + set + "';"
                + " ALTER TABLE record_set ENABLE TRIGGER record_set_sealed; COMMIT");

        API.as("author")
                .body(batch(set, with(FALLBACK, "sharedContact", "HOLD")))
                .post("/api/v1/batches")
                .then()
                .statusCode(422)
                .body("violations.field", contains("sharedContact"));
        assertThat(API.batch(API.plan(batch(set, FALLBACK))).getInt("deliveries.planned"))
                .isEqualTo(6);
    }

    @Test
    void withoutAWordEachOfThemGetsAMessage() {
        UUID batch = API.approved(batch(sharingSet(), FALLBACK));

        JsonPath ended = API.awaitStatus(batch, "COMPLETED");

        assertThat(ended.getInt("outcomes.reachedUnconfirmed")).isEqualTo(4);
        assertThat(ended.getMap("plan.held")).isEmpty();
        assertThat(recipients().stream().filter(to -> to.startsWith("shared."))).hasSize(2);
    }

    /** The first two share a mailbox (its domain in another case), the last two a number (in another format). */
    private UUID sharingSet() {
        String digits = phone(3).substring(2);
        return API.upload(
                incident,
                HEADER
                        + person(1, "shared", phone(1))
                        + "%s,Bo,shared.%s@EXAMPLE.ORG,,en,US\n".formatted(ref(2), tag)
                        + person(3, "own", phone(3))
                        + "%s,Di,,(%s) %s-%s,en,US\n"
                                .formatted(
                                        ref(4), digits.substring(0, 3), digits.substring(3, 6), digits.substring(6)));
    }

    private static Response decide(UUID batch, String heldFor, String decision) {
        Map<String, Object> request = new HashMap<>(Map.of("decision", decision, "reason", "looked at"));
        if (heldFor != null) {
            request.put("heldFor", heldFor);
        }
        return API.as("approver").body(request).post("/api/v1/admin/batches/{id}/held-deliveries/decision", batch);
    }
}
