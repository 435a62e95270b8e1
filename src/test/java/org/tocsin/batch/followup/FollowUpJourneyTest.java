package org.tocsin.batch.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

/** One call each: once more to those not reached, and a correction to everyone who may have been. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class FollowUpJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final Map<String, Object> MAIL_ONLY = Map.of("mode", "ALL", "order", List.of("EMAIL"));

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;

    private final String tag = "f" + UUID.randomUUID().toString().substring(0, 8);
    private final String phone = "+1202555" + ThreadLocalRandom.current().nextInt(1000, 9999);
    private UUID incident;
    private UUID set;

    /** The first has a mailbox and a phone, the second a mailbox, the third nothing. */
    @BeforeEach
    void upload() {
        incident = API.openIncident();
        set = API.upload(
                incident,
                """
                customerRef,name,email,phone,locale,country
                %1$s-1,Ana Example,ana.%1$s@example.org,%2$s,en,US
                %1$s-2,Bo Example,bo.%1$s@example.org,,en,US
                %1$s-3,Cy Example,,,en,US
                """
                        .formatted(tag, phone));
    }

    @AfterEach
    void answerAsUsual() {
        mail.answerAsUsual();
    }

    @Test
    void aResendTellsWhoWasNotReachedOverAnotherChannelAndNobodyElse() {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.7.1 not now"));
        UUID source = API.approved(batch(Map.of("maxPerSecond", 77, "startAt", "2026-01-01T00:00:00Z")));
        API.awaitStatus(source, "COMPLETED");
        mail.answerAsUsual();

        UUID resend =
                created(followUp(source, "resend", Map.of("channels", Map.of("mode", "ALL", "order", List.of("SMS")))));

        JsonPath plan = API.awaitStatus(resend, "DRAFT", "FAILED");
        assertThat(plan.getString("status")).isEqualTo("DRAFT");
        assertThat(plan.getString("purpose")).isEqualTo("RESEND");
        assertThat(plan.getString("sourceBatchId")).isEqualTo(source.toString());
        assertThat(plan.getInt("people")).isEqualTo(3);
        assertThat(plan.getInt("plan.source.people")).isEqualTo(3);
        assertThat(plan.getInt("plan.source.notInThisBatch")).isZero();
        assertThat(plan.getInt("policy.maxPerSecond")).as("as in the source").isEqualTo(77);
        assertThat(plan.getString("policy.startAt")).as("that is over").isNull();
        JsonPath ended = sent(resend);
        assertThat(ended.getInt("outcomes.reachedUnconfirmed")).isEqualTo(1);
        assertThat(ended.getInt("outcomes.unreached")).isEqualTo(2);
        assertThat(texts()).isEqualTo(1);

        UUID again = created(API.as("author").noContentType().post("/api/v1/batches/{id}/resend", source));
        JsonPath rest = API.awaitStatus(again, "DRAFT", "FAILED");
        assertThat(rest.getInt("people")).as("the first has been told since").isEqualTo(2);
        assertThat(rest.getInt("plan.source.notInThisBatch")).isEqualTo(1);
        assertThat(sent(again).getInt("outcomes.reachedUnconfirmed")).isEqualTo(1);
        assertThat(recipients()).containsExactly("bo." + tag + "@example.org");
        assertThat(actions()).contains("BATCH_FOLLOWED_UP");

        UUID ofTheResend = created(followUp(resend, "resend", Map.of()));
        assertThat(API.awaitStatus(ofTheResend, "DRAFT", "FAILED").getInt("people"))
                .as("the second has been told by the other resend")
                .isEqualTo(1);
    }

    @Test
    void theListStaysAsItWasPlannedAndASecondAuthorsResendIsPlannedAgain() {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.7.1 not now"));
        UUID source = API.approved(batch(Map.of()));
        API.awaitStatus(source, "COMPLETED");
        mail.answerAsUsual();
        UUID first = created(followUp(source, "resend", Map.of()));
        UUID second = created(followUp(source, "resend", Map.of()));
        API.awaitStatus(first, "DRAFT", "FAILED");
        API.awaitStatus(second, "DRAFT", "FAILED");

        assertThat(sent(first).getInt("outcomes.reachedUnconfirmed")).isEqualTo(2);

        assertThat(API.batch(second).getInt("people")).isEqualTo(3);
        API.as("author")
                .post("/api/v1/batches/{id}/submission", second)
                .then()
                .statusCode(409)
                .body("detail", containsString("plan it again"));
    }

    @Test
    void aResendThatWasSubmittedMeanwhileCountsByItsPeopleAndNotByItsTime() throws SQLException {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.7.1 not now"));
        UUID source = API.approved(batch(Map.of()));
        API.awaitStatus(source, "COMPLETED");
        UUID first = created(followUp(source, "resend", Map.of()));
        UUID second = created(followUp(source, "resend", Map.of()));
        API.awaitStatus(first, "DRAFT", "FAILED");
        API.awaitStatus(second, "DRAFT", "FAILED");
        API.submit(first);
        // As when it took long: its time is taken before its commit, and the second plan was made in between.
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "UPDATE batch SET submitted_at = created_at - interval '1 minute' WHERE id = '" + first + "'");
        }

        API.as("author")
                .post("/api/v1/batches/{id}/submission", second)
                .then()
                .statusCode(409)
                .body("detail", containsString("plan it again"));
    }

    @Test
    void aCorrectionGoesToWhoeverMayHaveTheMessageWithAnotherText() {
        UUID source = API.approved(batch(Map.of()));
        API.awaitStatus(source, "COMPLETED");
        int before = recipients().size();

        UUID correction = created(followUp(source, "correction", Map.of("templateId", API.readyTemplate())));

        JsonPath plan = API.awaitStatus(correction, "DRAFT", "FAILED");
        assertThat(plan.getString("purpose")).isEqualTo("CORRECTION");
        assertThat(plan.getInt("people")).as("the third has nothing to correct").isEqualTo(2);
        assertThat(plan.getInt("plan.source.notInThisBatch")).isEqualTo(1);
        assertThat(sent(correction).getInt("outcomes.reachedUnconfirmed")).isEqualTo(2);
        assertThat(before).isEqualTo(2);
        assertThat(recipients()).hasSize(4);
    }

    @Test
    void whatIsUnderWayIsCorrectedWhenItIsPausedAndResentWhenItHasEnded() {
        UUID waiting = API.approved(batch(Map.of("startAt", "2099-01-01T00:00:00Z")));
        for (String kind : List.of("resend", "correction")) {
            followUp(waiting, kind, Map.of("templateId", API.readyTemplate()))
                    .then()
                    .statusCode(409)
                    .body("detail", containsString("told nobody"));
        }
        API.as("author")
                .body(Map.of("reason", "not needed"))
                .post("/api/v1/admin/batches/{id}/cancel", waiting)
                .then()
                .statusCode(200);
        mail.always(Step.RCPT, SmtpAction.reply("451 4.2.1 busy"));
        UUID source = API.approved(batch(Map.of("purpose", "UPDATE")));
        API.awaitStatus(source, "DISPATCHING");

        followUp(source, "resend", Map.of()).then().statusCode(409).body("detail", containsString("COMPLETED"));
        followUp(source, "correction", Map.of("templateId", API.readyTemplate()))
                .then()
                .statusCode(409)
                .body("detail", containsString("pause"));
        API.as("operator")
                .body(Map.of("reason", "the text is wrong"))
                .post("/api/v1/admin/batches/{id}/pause", source)
                .then()
                .statusCode(200);
        followUp(source, "resend", Map.of()).then().statusCode(409);
        followUp(source, "correction", Map.of())
                .then()
                .statusCode(422)
                .body("violations.field", contains("templateId"));
        followUp(source, "correction", Map.of("templateId", API.batch(source).getString("templateId")))
                .then()
                .statusCode(422);
        UUID correction = created(followUp(source, "correction", Map.of("templateId", API.readyTemplate())));
        assertThat(API.awaitStatus(correction, "DRAFT", "FAILED").getInt("people"))
                .as("the mail server took nothing yet")
                .isZero();
        API.as("author").body(Map.of("reason", "done")).post("/api/v1/admin/batches/{id}/cancel", source);
    }

    @Test
    void whatFollowsADrillOrASimulatedBatchTellsNobodyEither() throws SQLException {
        UUID drill = API.approved(batch(Map.of("drill", true)));
        API.awaitStatus(drill, "COMPLETED");
        for (UUID next : List.of(
                created(followUp(drill, "resend", Map.of())),
                created(followUp(drill, "correction", Map.of("templateId", API.readyTemplate()))))) {
            assertThat(API.batch(next).getBoolean("drill")).isTrue();
            assertThat(API.batch(next).getBoolean("simulated")).isTrue();
        }
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            // No drill, but simulated: as when the sandbox was on until the service was started again.
            statement.execute("UPDATE batch SET drill = false WHERE id = '" + drill + "'");
        }

        followUp(drill, "resend", Map.of()).then().statusCode(409).body("detail", containsString("simulated"));
        followUp(drill, "correction", Map.of("templateId", API.readyTemplate()))
                .then()
                .statusCode(409)
                .body("detail", containsString("simulated"));
        assertThat(TestDatabase.count("SELECT count(*) FROM batch WHERE source_batch_id = ?", drill))
                .as("planned only as drills")
                .isEqualTo(2);
    }

    @Test
    void theSameKeyPlansOneBatchAndOnlyAuthorsPlan() {
        UUID source = API.approved(batch(Map.of()));
        API.awaitStatus(source, "COMPLETED");
        String key = UUID.randomUUID().toString();

        List<String> ids = List.of(1, 2).stream()
                .map(time -> API.as("author")
                        .header("Idempotency-Key", key)
                        .post("/api/v1/batches/{id}/resend", source)
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .toList();

        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        for (String role : List.of("approver", "operator", "incident-system", "auditor", "support")) {
            API.as(role)
                    .body("{}")
                    .post("/api/v1/batches/{id}/resend", source)
                    .then()
                    .statusCode(403);
            API.as(role)
                    .body("{}")
                    .post("/api/v1/batches/{id}/correction", source)
                    .then()
                    .statusCode(403);
        }
        followUp(UUID.randomUUID(), "resend", Map.of()).then().statusCode(404);
        API.as("author")
                .body(Map.of("templateIds", "x"))
                .post("/api/v1/batches/{id}/resend", source)
                .then()
                .statusCode(400);
    }

    private Map<String, Object> batch(Map<String, Object> more) {
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "incidentId", incident,
                "recordSetId", set,
                "templateId", API.readyTemplate(),
                "channels", MAIL_ONLY,
                "window", Map.of("email", Map.of("from", "00:00", "to", "23:59:59"))));
        wanted.putAll(more);
        return wanted;
    }

    private static Response followUp(UUID source, String kind, Map<String, Object> body) {
        return API.as("author").body(body).post("/api/v1/batches/{id}/" + kind, source);
    }

    private static UUID created(Response response) {
        response.then().statusCode(201).body("status", equalTo("PLANNING"));
        String id = response.jsonPath().getString("id");
        assertThat(response.header("Location")).endsWith("/api/v1/batches/" + id);
        return UUID.fromString(id);
    }

    private static JsonPath sent(UUID batch) {
        String fingerprint = API.submit(batch).getString("fingerprint");
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(200);
        return API.awaitStatus(batch, "COMPLETED", "HELD");
    }

    private List<String> recipients() {
        return mail.messages().stream()
                .map(message -> message.recipients().get(0))
                .filter(to -> to.contains(tag))
                .toList();
    }

    private long texts() {
        return twilio.taken().stream().filter(taken -> taken.to().equals(phone)).count();
    }

    private List<String> actions() {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.action");
    }
}
