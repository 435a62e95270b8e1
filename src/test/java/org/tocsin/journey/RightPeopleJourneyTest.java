package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioStub;

/** Each of the right people once: shared addresses, supplements, compromised channels. The judges are mail server and Twilio. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class RightPeopleJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final Map<String, Object> FALLBACK =
            Map.of("channels", Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS")));
    private static final String HEADER = "customerRef,name,email,phone,locale,country\n";

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    private UUID incident;

    /** A number that no other test writes to. */
    private final int line = ThreadLocalRandom.current().nextInt(1000, 9990);

    @BeforeEach
    void openIncident() {
        incident = API.openIncident();
    }

    @AfterEach
    void answerAsUsual() {
        mail.answerAsUsual();
    }

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
    void aHoldTakenAwayByDirectSqlBreaksTheSeal() throws SQLException {
        String soon = Instant.now().plusSeconds(4).toString();
        UUID batch = API.approved(batch(sharingSet(), with(with(FALLBACK, "sharedContact", "HOLD"), "startAt", soon)));
        try (Connection connection = TestDatabase.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE delivery SET hold_for = NULL WHERE batch_id = '" + batch + "'");
        }

        assertThat(API.awaitStatus(batch, "HELD", "COMPLETED").getString("heldReason"))
                .isEqualTo("SEAL_BROKEN");
        assertThat(recipients()).isEmpty();
    }

    @Test
    void aSetInWhichNobodyLookedForSharedAddressesCannotBeHeldForThem() throws SQLException {
        UUID set = sharingSet();
        try (Connection connection = TestDatabase.asOwner();
                Statement statement = connection.createStatement()) {
            // As the version before sealed it.
            statement.execute("BEGIN; ALTER TABLE record_set DISABLE TRIGGER record_set_sealed;"
                    + " UPDATE record_set SET shared_contacts = NULL WHERE id = '" + set + "';"
                    + " ALTER TABLE record_set ENABLE TRIGGER record_set_sealed; COMMIT");
        }

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

    private String person(int number, String mailbox, String phone) {
        return "%s,Person %d,%s.%s@example.org,%s,en,US\n".formatted(ref(number), number, mailbox, tag, phone);
    }

    private String ref(int number) {
        return tag + "-" + number;
    }

    private String phone(int number) {
        return "+1202555" + (line + number);
    }

    private Map<String, Object> batch(UUID set, Map<String, Object> more) {
        Map<String, Object> batch =
                new HashMap<>(Map.of("incidentId", incident, "recordSetId", set, "templateId", API.readyTemplate()));
        batch.putAll(more);
        return batch;
    }

    private static Map<String, Object> with(Map<String, Object> some, String key, Object value) {
        Map<String, Object> all = new HashMap<>(some);
        all.put(key, value);
        return all;
    }

    private static Response decide(UUID batch, String heldFor, String decision) {
        Map<String, Object> request = new HashMap<>(Map.of("decision", decision, "reason", "looked at"));
        if (heldFor != null) {
            request.put("heldFor", heldFor);
        }
        return API.as("approver").body(request).post("/api/v1/admin/batches/{id}/held-deliveries/decision", batch);
    }

    private Response compromise(Map<String, Object> rule) {
        return API.as("author").body(rule).post("/api/v1/incidents/{id}/compromised-channels", incident);
    }

    private Response lift(String role, String rule) {
        return API.as(role).delete("/api/v1/incidents/{id}/compromised-channels/{rule}", incident, rule);
    }

    private List<String> recipients() {
        return mail.messages().stream()
                .map(message -> message.recipients().get(0))
                .filter(to -> to.contains(tag))
                .toList();
    }

    private long texts(String to) {
        return twilio.taken().stream().filter(taken -> taken.to().equals(to)).count();
    }

    private List<String> actions() {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.action");
    }
}
