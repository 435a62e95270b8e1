package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioStub;

/** The main job end to end, on real parts: a real PostgreSQL, a real SMTP server, a stand-in for Twilio on loopback. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class MainJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final int CONTACTABLE_BY_EMAIL = 4;
    private static final int CONTACTABLE_BY_SMS = 3;

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;

    /** Five people: both contacts, email only, phone only, broken contacts, and two who share a mailbox. */
    private static String people(String tag) {
        return """
                customerRef,name,email,phone,locale,country,dataTypes
                %1$s-1,Ana García,ana.%1$s@example.org,202-555-0101,es,US,NAME;PHONE
                %1$s-2,Jürgen Groß,jurgen.%1$s@example.org,,en,DE,NAME
                %1$s-3,Bob Roe,,+12025550103,en,US,PHONE
                %1$s-4,Kim Doe,not an address,not a number,en,US,NAME
                %1$s-5,O'Brien <b>,shared.%1$s@example.org,+12025550105,en,US,NAME;EMAIL
                %1$s-6,Lee Doe,shared.%1$s@example.org,,fr,,NAME
                """
                .formatted(tag);
    }

    private static String freshTag() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    private record Prepared(String tag, UUID incident, UUID recordSet, UUID template) {

        static Prepared fresh() {
            String tag = freshTag();
            UUID incident = API.openIncident();
            return new Prepared(tag, incident, API.upload(incident, people(tag)), API.readyTemplate());
        }

        Map<String, Object> batch(Map<String, Object> more) {
            Map<String, Object> batch =
                    new HashMap<>(Map.of("incidentId", incident, "recordSetId", recordSet, "templateId", template));
            batch.putAll(more);
            return batch;
        }
    }

    @Test
    void everyValidPersonGetsExactlyOneMessagePerPlannedChannelAsPreviewed() throws Exception {
        Prepared prepared = Prepared.fresh();
        JsonPath preview = API.as("approver")
                .body(Map.of(
                        "recordSetId", prepared.recordSet(),
                        "customerRef", prepared.tag() + "-1",
                        "incidentId", prepared.incident()))
                .post("/api/v1/templates/{id}/preview", prepared.template())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        API.as("approver")
                .body(Map.of(
                        "recordSetId", prepared.recordSet(),
                        "customerRef", prepared.tag() + "-1",
                        "incidentId", API.openIncident()))
                .post("/api/v1/templates/{id}/preview", prepared.template())
                .then()
                .statusCode(422)
                .body("violations.field", contains("recordSetId"));
        UUID batch = API.approved(
                prepared.batch(Map.of("channels", Map.of("mode", "ALL", "order", List.of("EMAIL", "SMS")))));

        JsonPath done = API.awaitStatus(batch, "COMPLETED");

        assertThat(done.getInt("people")).isEqualTo(6);
        assertThat(done.getInt("outcomes.reachedUnconfirmed")).isEqualTo(5);
        assertThat(done.getInt("outcomes.unreached")).isEqualTo(1);
        assertThat(done.getInt("deliveries.accepted")).isEqualTo(CONTACTABLE_BY_EMAIL + CONTACTABLE_BY_SMS);
        List<ScriptedSmtpServer.Received> received = mailsOf(prepared.tag());
        assertThat(received).hasSize(CONTACTABLE_BY_EMAIL);
        assertThat(received)
                .allSatisfy(message -> assertThat(message.recipients()).hasSize(1));
        MimeMessage sent = parsed(received.stream()
                .filter(message -> message.recipients().get(0).contains("ana." + prepared.tag()))
                .findFirst()
                .orElseThrow());
        Map<String, Object> previewed = preview.getMap("messages.find { it.channel == 'EMAIL' }");
        assertThat(sent.getSubject()).isEqualTo(previewed.get("subject"));
        assertThat(parts(sent))
                .containsExactly(normal((String) previewed.get("text")), normal((String) previewed.get("html")));
        assertThat(previewed.get("locale")).isEqualTo("es");
        assertThat(twilio.taken().stream().filter(text -> text.to().equals("+12025550101")))
                .anySatisfy(text -> assertThat(text.body())
                        .isEqualTo(preview.getString("messages.find { it.channel == 'SMS' }.text")));
    }

    @Test
    void aBatchOverAllChannelsIsNotCompleteBeforeEveryMessageHasAnOutcome() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of("maxPerSecond", 2)));
        JsonPath done = API.awaitStatus(batch, "COMPLETED");
        assertThat(done.getInt("deliveries.accepted")).isEqualTo(CONTACTABLE_BY_EMAIL + CONTACTABLE_BY_SMS);
        assertThat(done.getInt("deliveries.due")).isZero();
    }

    @Test
    void aCustomersNoticeTellsItsWholeStory() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of()));
        API.awaitStatus(batch, "COMPLETED");

        JsonPath told = API.as("support")
                .get("/api/v1/customers/{ref}/notices", prepared.tag() + "-1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(told.getList("items")).hasSize(1);
        assertThat(told.getString("items[0].outcome")).isEqualTo("REACHED");
        assertThat(told.getBoolean("items[0].confirmed")).isFalse();
        assertThat(told.getBoolean("items[0].simulated")).isFalse();
        assertThat(told.getList("items[0].deliveries.state")).containsOnly("ACCEPTED");
        assertThat(told.getList("items[0].deliveries.attempts.flatten().result"))
                .containsOnly("ACCEPTED");
        assertThat(told.getString("items[0].deliveries.find { it.channel == 'EMAIL' }.address"))
                .endsWith("@example.org")
                .doesNotContain("ana");
        JsonPath unreached = API.as("support")
                .get("/api/v1/customers/{ref}/notices", prepared.tag() + "-4")
                .then()
                .extract()
                .jsonPath();
        assertThat(unreached.getString("items[0].outcome")).isEqualTo("UNREACHED");
        API.as("operator")
                .get("/api/v1/customers/{ref}/notices", prepared.tag() + "-4")
                .then()
                .statusCode(403);
    }

    @Test
    void fallbackWritesASecondTimeOnlyWhenTheFirstChannelCannotServe() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(
                prepared.batch(Map.of("channels", Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS")))));
        JsonPath done = API.awaitStatus(batch, "COMPLETED");
        assertThat(done.getInt("deliveries.accepted")).isEqualTo(5);
        assertThat(done.getInt("deliveries.notNeeded")).isEqualTo(2);
        assertThat(mailsOf(prepared.tag())).hasSize(CONTACTABLE_BY_EMAIL);
    }

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
    void nobodyGetsASecondFirstNotice() {
        Prepared prepared = Prepared.fresh();
        API.awaitStatus(API.approved(prepared.batch(Map.of())), "COMPLETED");
        UUID second = API.plan(prepared.batch(Map.of()));
        JsonPath plan = API.batch(second);
        assertThat(plan.getInt("outcomes.excluded")).isEqualTo(5);
        assertThat(plan.getMap("plan.exclusions")).containsEntry("ALREADY_NOTIFIED", 5);
    }

    @Test
    void aTemplateChangedByDirectSqlSendsNothing() throws SQLException {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.plan(prepared.batch(Map.of("startAt", "2099-01-01T00:00:00Z")));
        String fingerprint = API.submit(batch).getString("fingerprint");
        sql("UPDATE template_variant SET text = text || 'x' WHERE template_id = '" + prepared.template() + "'");
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(409);
        assertThat(mailsOf(prepared.tag())).isEmpty();
    }

    @Test
    void contentChangedByDirectSqlAfterTheApprovalHoldsTheBatch() throws SQLException {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(
                prepared.batch(Map.of("startAt", Instant.now().plusSeconds(3600).toString())));
        sql("UPDATE batch SET policy = policy - 'startAt', facts = jsonb_set(facts, '{organisation}', '\"Mallory\"')"
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
        API.as("author")
                .body(Map.of("facts", Map.of("en", Map.of("whatHappened", "More than we thought."))))
                .patch("/api/v1/incidents/{id}", prepared.incident())
                .then()
                .statusCode(200);
        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(409);
        assertThat(API.awaitStatus(batch, "HELD").getString("heldReason")).isEqualTo("FACTS_CHANGED");
        assertThat(mailsOf(prepared.tag())).isEmpty();
    }

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
    void aDrillReachesTheSandboxAlone() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of("drill", true)));
        JsonPath done = API.awaitStatus(batch, "COMPLETED");
        assertThat(done.getBoolean("simulated")).isTrue();
        assertThat(done.getInt("outcomes.reachedUnconfirmed")).isEqualTo(5);
        assertThat(mailsOf(prepared.tag())).isEmpty();
        UUID real = API.approved(prepared.batch(Map.of()));
        assertThat(API.awaitStatus(real, "COMPLETED").getInt("outcomes.excluded"))
                .isZero();
    }

    @Test
    void theStopSwitchStopsEverythingUntilItIsLifted() throws SQLException {
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
            assertThat(triesOfMostTried(batch))
                    .as("nobody waits for a second try")
                    .isEqualTo(1);
        } finally {
            API.as("approver").body(Map.of("reason", "end of test")).delete("/api/v1/admin/stop");
        }
    }

    @Test
    void deliveriesAreListedMaskedAndExported() {
        Prepared prepared = Prepared.fresh();
        UUID batch = API.approved(prepared.batch(Map.of()));
        API.awaitStatus(batch, "COMPLETED");
        JsonPath page = API.as("operator")
                .queryParam("limit", 3)
                .queryParam("state", "ACCEPTED")
                .get("/api/v1/batches/{id}/deliveries", batch)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getList("items")).hasSize(3);
        assertThat(page.getString("next")).isNotNull();
        String file = API.as("auditor")
                .get("/api/v1/batches/{id}/deliveries.csv", batch)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(file.lines()).hasSize(1 + 12);
        assertThat(file).doesNotContain("ana." + prepared.tag()).doesNotContain("2025550101");
        API.as("author")
                .queryParam("state", "NONSENSE")
                .get("/api/v1/batches/{id}/deliveries", batch)
                .then()
                .statusCode(400);
    }

    private static JsonPath awaitWithdrawn(UUID batch) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> API.batch(batch), seen -> seen.getInt("outcomes.outstanding") == 0);
    }

    private List<ScriptedSmtpServer.Received> mailsOf(String tag) {
        return mail.messages().stream()
                .filter(message -> message.recipients().get(0).contains(tag))
                .toList();
    }

    private static MimeMessage parsed(ScriptedSmtpServer.Received received) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(received.bytes()));
    }

    private static List<String> parts(MimeMessage message) throws Exception {
        List<String> parts = new ArrayList<>();
        Multipart multipart = (Multipart) message.getContent();
        for (int i = 0; i < multipart.getCount(); i++) {
            BodyPart part = multipart.getBodyPart(i);
            parts.add(normal((String) part.getContent()));
        }
        return parts;
    }

    private static int triesOfMostTried(UUID batch) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                PreparedStatement select =
                        connection.prepareStatement("SELECT max(attempts) FROM delivery WHERE batch_id = ?")) {
            select.setObject(1, batch);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                Statement doing = connection.createStatement()) {
            doing.execute(statement);
        }
    }
}
