package org.tocsin.batch.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.BouncedMail;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.testing.TwilioStub;

/** Once a text is being corrected, nobody gets it any more. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class CorrectionJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    private final String tag = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final String email = "ana." + tag + "@example.org";
    private final String phone = "+1202555" + ThreadLocalRandom.current().nextInt(1000, 9999);

    private ScriptedSmtpServer mail;
    private TwilioStub twilio;
    private UUID incident;
    private UUID set;

    /** The first has a mailbox and a phone, the second nothing. */
    @BeforeEach
    void upload() {
        incident = API.openIncident();
        set = API.upload(
                incident,
                "customerRef,name,email,phone,locale,country\n" + tag + "-1,Ana Example," + email + "," + phone
                        + ",en,US\n" + tag + "-2,Cy Example,,,en,US\n");
    }

    @AfterEach
    void answerAsUsual() {
        mail.answerAsUsual();
    }

    @Test
    void aLateBounceOfACorrectedMessageOpensNoChannelForTheWrongText() {
        UUID source = sent();
        UUID correction = planned(followUp(source, "correction", rightTextByMail()));
        API.decide("approver", correction, fingerprint(correction), "APPROVE")
                .then()
                .statusCode(200);
        API.awaitStatus(correction, "COMPLETED");

        BouncedMail.firstOf(mail, email, API);

        assertThat(API.awaitStatus(source, "HELD", "DISPATCHING").getString("heldReason"))
                .isEqualTo("CORRECTED");
        assertThat(API.batch(source).getInt("deliveries.due")).isEqualTo(1);
        hand("approver", "resume", source).statusCode(409).body("detail", containsString(correction.toString()));
        hand("operator", "cancel", source).statusCode(200);
        assertThat(texts()).isZero();
        assertThat(mails()).as("the wrong one, and its correction").isEqualTo(2);
        assertThat(actions()).containsSubsequence("BATCH_REOPENED", "BATCH_HELD", "BATCH_CANCELLED");
    }

    @Test
    void whatIsPausedIsHeldFromTheSubmissionOnAndGoesOnWhenTheCorrectionIsRejected() {
        mail.always(Step.RCPT, SmtpAction.reply("451 4.2.1 busy"));
        UUID source = API.approved(batch());
        API.awaitStatus(source, "DISPATCHING");
        hand("operator", "pause", source).statusCode(200);
        UUID correction = planned(followUp(source, "correction", rightTextByMail()));
        assertThat(API.batch(source).getString("status")).isEqualTo("PAUSED");

        String fingerprint = fingerprint(correction);

        assertThat(API.batch(source).getString("heldReason")).isEqualTo("CORRECTED");
        hand("approver", "resume", source).statusCode(409);
        API.decide("approver", correction, fingerprint, "REJECT").then().statusCode(200);
        hand("approver", "resume", source).statusCode(200).body("status", equalTo("DISPATCHING"));
        hand("operator", "cancel", source).statusCode(200);
    }

    @Test
    void aTextThatWasCorrectedIsNotSentAgainToThoseNotReached() {
        UUID source = sent();
        UUID waiting = planned(followUp(source, "resend", Map.of("startAt", "2099-01-01T00:00:00Z")));
        API.decide("approver", waiting, fingerprint(waiting), "APPROVE").then().statusCode(200);
        UUID draft = planned(followUp(source, "resend", Map.of()));
        UUID correction = planned(followUp(source, "correction", rightTextByMail()));
        fingerprint(correction);

        assertThat(API.batch(waiting).getString("heldReason")).isEqualTo("CORRECTED");
        hand("approver", "resume", waiting).statusCode(409);
        API.as("author")
                .post("/api/v1/batches/{id}/submission", draft)
                .then()
                .statusCode(409)
                .body("detail", containsString("corrected"));
        followUp(source, "resend", Map.of()).then().statusCode(422).body("violations[0].field", equalTo("templateId"));
        planned(followUp(source, "resend", Map.of("templateId", API.readyTemplate())));
        hand("author", "cancel", correction).statusCode(200);
        hand("approver", "resume", waiting).statusCode(200).body("status", equalTo("APPROVED"));
        hand("operator", "cancel", waiting).statusCode(200);
    }

    private UUID sent() {
        UUID batch = API.approved(batch());
        API.awaitStatus(batch, "COMPLETED");
        return batch;
    }

    private Map<String, Object> batch() {
        return Map.of(
                "incidentId",
                incident,
                "recordSetId",
                set,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS")));
    }

    private static Map<String, Object> rightTextByMail() {
        return Map.of("templateId", API.readyTemplate(), "channels", Map.of("mode", "ALL", "order", List.of("EMAIL")));
    }

    private static Response followUp(UUID source, String kind, Map<String, Object> body) {
        return API.as("author").body(body).post("/api/v1/batches/{id}/" + kind, source);
    }

    private static UUID planned(Response response) {
        UUID id = UUID.fromString(response.then().statusCode(201).extract().path("id"));
        assertThat(API.awaitStatus(id, "DRAFT", "FAILED").getString("status")).isEqualTo("DRAFT");
        return id;
    }

    private static String fingerprint(UUID batch) {
        return API.submit(batch).getString("fingerprint");
    }

    private static ValidatableResponse hand(String role, String what, UUID batch) {
        return API.as(role)
                .body(Map.of("reason", "the text is wrong"))
                .post("/api/v1/admin/batches/{id}/" + what, batch)
                .then();
    }

    private long texts() {
        return twilio.taken().stream().filter(taken -> taken.to().equals(phone)).count();
    }

    private long mails() {
        return mail.messages().stream()
                .filter(message -> message.recipients().toString().contains(email))
                .count();
    }

    private List<String> actions() {
        JsonPath evidence = API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath();
        return evidence.getList("items.action");
    }
}
