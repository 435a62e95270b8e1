package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.BouncedMail;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioCallbacks;
import org.tocsin.testing.TwilioStub;

/** From an accepted email, over what came back of it, to the person's next channel and their outcome. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class FallbackJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final AtomicInteger PHONES = new AtomicInteger(700);
    private static final Map<String, Object> EMAIL_THEN_SMS =
            Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS"));

    private final String phone = "+12025550" + PHONES.getAndIncrement();
    private final String customer = "f" + UUID.randomUUID().toString().substring(0, 8);
    private final String email = customer + "@example.org";

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;
    private UUID incident;
    private UUID recordSet;

    @Test
    void anEmailBouncesATextTakesOverAndWhenThatIsUndeliverableThePersonIsUnreached() {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);

        bounce();

        awaitStanding("FAILED ACCEPTED REACHED");
        API.awaitStatus(batch, "COMPLETED");
        assertThat(actions())
                .containsSubsequence("BATCH_RELEASED", "BATCH_COMPLETED", "BATCH_REOPENED", "BATCH_COMPLETED");

        undeliverable();

        awaitStanding("FAILED FAILED UNREACHED");
        JsonPath ended = API.awaitStatus(batch, "COMPLETED");
        assertThat(ended.getInt("outcomes.unreached")).isEqualTo(1);
        assertThat(ended.getInt("outcomes.outstanding")).isZero();
        assertThat(ended.getInt("people")).isEqualTo(1);
        assertThat(texts()).hasSize(1);
        assertThat(API.as("author")
                        .accept("text/csv")
                        .get("/api/v1/batches/{id}/letters", batch)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines())
                .as("the letter list: a header, and this person alone")
                .hasSize(2)
                .last()
                .asString()
                .contains(customer, "EMAIL:", "SMS:");
        assertThat(API.as("author")
                        .post("/api/v1/batches/{id}/letters", batch)
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath()
                        .getInt("withoutAddress"))
                .as("the record has no postal address")
                .isEqualTo(1);
    }

    @Test
    void aStoppedOrPausedBatchIsTakenUpAgainAndSendsNothingUntilItMayGoOn() {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);
        API.as("operator").body(Map.of("reason", "wrong link")).post("/api/v1/admin/stop");
        try {
            bounce();
            API.awaitStatus(batch, "DISPATCHING");
            API.as("operator")
                    .body(Map.of("reason", "look first"))
                    .post("/api/v1/admin/batches/{id}/pause", batch)
                    .then()
                    .statusCode(200);
        } finally {
            API.as("approver").body(Map.of("reason", "link is right")).delete("/api/v1/admin/stop");
        }
        assertThat(standing()).isEqualTo("FAILED DUE OUTSTANDING");
        assertThat(texts()).isEmpty();

        resume(batch);

        API.awaitStatus(batch, "COMPLETED");
        assertThat(standing()).isEqualTo("FAILED ACCEPTED REACHED");
    }

    @Test
    void factsThatChangedAfterTheEndHoldABatchBeforeItSendsAnythingMore() {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);
        API.as("author")
                .body(Map.of("facts", Map.of("en", Map.of("whatHappened", "Less than we thought."))))
                .patch("/api/v1/incidents/{id}", incident)
                .then()
                .statusCode(200);

        bounce();

        assertThat(API.awaitStatus(batch, "HELD").getString("heldReason")).isEqualTo("FACTS_CHANGED");
        assertThat(standing()).isEqualTo("FAILED DUE OUTSTANDING");
        assertThat(texts()).isEmpty();
        resume(batch);
        API.awaitStatus(batch, "COMPLETED");
        assertThat(standing()).isEqualTo("FAILED ACCEPTED REACHED");
    }

    @Test
    void aChannelFoundCompromisedAfterTheEndHoldsABatchBeforeItSendsAnythingMore() {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);
        API.as("author")
                .body(Map.of("channel", "SMS", "reason", "numbers were ported"))
                .post("/api/v1/incidents/{id}/compromised-channels", incident)
                .then()
                .statusCode(201);

        bounce();

        assertThat(API.awaitStatus(batch, "HELD").getString("heldReason")).isEqualTo("CHANNEL_COMPROMISED");
        assertThat(standing()).isEqualTo("FAILED DUE OUTSTANDING");
        assertThat(texts()).isEmpty();
        resume(batch);
        API.awaitStatus(batch, "COMPLETED");
    }

    @Test
    void aPauseThatCameTooLateForTheEndDoesNotKeepABatchFromBeingTakenUpAgain() throws SQLException {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);
        try (Connection connection = TestDatabase.asOwner();
                Statement late = connection.createStatement()) {
            late.execute("UPDATE gate SET open = false, reason = 'PAUSED' WHERE batch_id = '" + batch + "'");
        }

        bounce();

        awaitStanding("FAILED ACCEPTED REACHED");
    }

    @Test
    void anEmailThatNobodyConfirmsInTimeIsFollowedByAText() {
        Map<String, Object> inASecond = new HashMap<>(EMAIL_THEN_SMS);
        inASecond.put("confirmWithin", "PT1S");

        UUID batch = toldByEmail(inASecond);

        assertThat(standing()).isEqualTo("ACCEPTED ACCEPTED REACHED");
        assertThat(texts()).hasSize(1);
        assertThat(API.batch(batch).getString("policy.channels.confirmWithin")).isEqualTo("PT1S");
        assertThat(API.batch(batch).getInt("outcomes.reachedUnconfirmed")).isEqualTo(1);
    }

    @Test
    void whoseDataArePurgedIsNotWrittenToAgain() {
        UUID batch = toldByEmail(EMAIL_THEN_SMS);
        API.as("approver")
                .body(Map.of("reason", "retention"))
                .post("/api/v1/record-sets/{id}/purge", recordSet)
                .then()
                .statusCode(200);

        bounce();

        awaitStanding("FAILED UNDELIVERABLE UNREACHED");
        assertThat(API.batch(batch).getString("status")).isEqualTo("COMPLETED");
        assertThat(texts()).isEmpty();
    }

    @Test
    void aTimeToConfirmInNeedsANextChannelAndABound() {
        upload();
        refused(Map.of("mode", "ALL", "order", List.of("EMAIL", "SMS"), "confirmWithin", "PT24H"));
        refused(Map.of("mode", "FALLBACK", "order", List.of("EMAIL"), "confirmWithin", "PT24H"));
        refused(Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS"), "confirmWithin", "PT0S"));
        refused(Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS"), "confirmWithin", "P31D"));
    }

    private static void resume(UUID batch) {
        API.as("approver")
                .body(Map.of("reason", "go on"))
                .post("/api/v1/admin/batches/{id}/resume", batch)
                .then()
                .statusCode(200);
    }

    private void refused(Map<String, Object> channels) {
        API.as("author")
                .body(batch(channels))
                .post("/api/v1/batches")
                .then()
                .statusCode(422)
                .body("violations.field", contains("channels.confirmWithin"));
    }

    private void upload() {
        incident = API.openIncident();
        recordSet = API.upload(
                incident,
                "customerRef,name,email,phone,locale,country,dataTypes\n" + customer + ",Ann Doe," + email + "," + phone
                        + ",en,US,NAME\n");
    }

    private UUID toldByEmail(Map<String, Object> channels) {
        upload();
        UUID batch = API.approved(batch(channels));
        API.awaitStatus(batch, "COMPLETED");
        return batch;
    }

    private Map<String, Object> batch(Map<String, Object> channels) {
        return Map.of(
                "incidentId",
                incident,
                "recordSetId",
                recordSet,
                "templateId",
                API.readyTemplate(),
                "channels",
                channels);
    }

    private void bounce() {
        BouncedMail.firstOf(mail, email, API);
    }

    private void undeliverable() {
        String sid = "SM" + UUID.randomUUID().toString().replace("-", "");
        Map<String, String> fields = TwilioCallbacks.fields(sid, phone, "undelivered", Map.of("ErrorCode", "30005"));
        TwilioCallbacks.signed(texts().get(0).form().get("StatusCallback"), fields)
                .statusCode(204);
    }

    private List<TwilioStub.Post> texts() {
        return twilio.posts().stream()
                .filter(post -> post.form().get("To").equals(phone))
                .toList();
    }

    private void awaitStanding(String standing) {
        await().atMost(Duration.ofSeconds(30)).until(this::standing, standing::equals);
    }

    /** The states of the person's email and text, and their outcome. */
    private String standing() {
        JsonPath notices = API.as("support")
                .get("/api/v1/customers/{ref}/notices", customer)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return notices.getString("items[0].deliveries.find { it.channel == 'EMAIL' }.state") + " "
                + notices.getString("items[0].deliveries.find { it.channel == 'SMS' }.state") + " "
                + notices.getString("items[0].outcome");
    }

    private List<String> actions() {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.action");
    }
}
