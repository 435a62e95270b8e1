package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** The main job end to end, on real parts: a real PostgreSQL, a real SMTP server, a stand-in for Twilio on loopback. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class MainJourneyTest extends SixPeopleJourney {

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
    void nobodyGetsASecondFirstNotice() {
        Prepared prepared = Prepared.fresh();
        API.awaitStatus(API.approved(prepared.batch(Map.of())), "COMPLETED");
        UUID second = API.plan(prepared.batch(Map.of()));
        JsonPath plan = API.batch(second);
        assertThat(plan.getInt("outcomes.excluded")).isEqualTo(5);
        assertThat(plan.getMap("plan.exclusions")).containsEntry("ALREADY_NOTIFIED", 5);
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

    private static String normal(String text) {
        return text.replace("\r\n", "\n");
    }
}
