package org.tocsin.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.bounce.Mails;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** Addresses that nothing is sent to: by hand, and because nobody is there; in plans, and in batches that were planned before. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class SuppressionJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final AtomicInteger PHONES = new AtomicInteger(300);

    private final String customer = "s" + UUID.randomUUID().toString().substring(0, 8);
    private final String email = customer + "@example.org";
    private final String phone = "+12025550" + PHONES.getAndIncrement();

    private ScriptedSmtpServer mail;

    @Inject
    SuppressedAddresses addresses;

    @Test
    void aSuppressedAddressIsPlannedOutAndTheNextChannelIsTheFirst() {
        suppress(email);

        UUID batch = API.approved(batch("EMAIL", "SMS"));
        API.awaitStatus(batch, "COMPLETED");

        assertThat(state("EMAIL")).isEqualTo("UNDELIVERABLE SUPPRESSED");
        assertThat(state("SMS")).startsWith("ACCEPTED");
        assertThat(mailed()).isZero();
        assertThat(evidence(batch, "RECORD_SET_READ"))
                .as("people are opened for it")
                .containsOnlyOnce("suppressed addresses");
    }

    @Test
    void thousandsOfRecordsThatWereRejectedHideNobodyBehindThem() {
        suppress(email);

        API.plan(batchAfter(",Nobody,,,,,\n".repeat(5_001), "EMAIL", "SMS"));

        assertThat(state("EMAIL")).isEqualTo("UNDELIVERABLE SUPPRESSED");
    }

    @Test
    void whoWasPlannedBeforeIsNotSentToAndHasTheNextChannelOpened() throws SQLException {
        UUID batch = API.plan(batch("EMAIL", "SMS"));
        String fingerprint = API.submit(batch).getString("fingerprint");
        suppress(email);
        addresses.refresh();

        API.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(200);
        API.awaitStatus(batch, "COMPLETED");

        assertThat(state("EMAIL")).isEqualTo("UNDELIVERABLE SUPPRESSED");
        assertThat(state("SMS")).startsWith("ACCEPTED");
        assertThat(mailed()).isZero();
    }

    @Test
    void anAddressThatTheServerRefusesAsDeadIsSuppressed() {
        mail.on(ScriptedSmtpServer.Step.RCPT, SmtpAction.reply("550 5.1.1 User unknown"));

        UUID batch = API.approved(batch("EMAIL"));
        API.awaitStatus(batch, "COMPLETED");

        assertThat(state("EMAIL")).isEqualTo("FAILED ADDRESS_DEAD");
        await().atMost(Duration.ofSeconds(30)).until(() -> listed() != null);
        assertThat(listed().get("reason")).isEqualTo("ADDRESS_DEAD");
        assertThat(listed().get("source")).isEqualTo("DELIVERY");
        assertThat(listed().get("address")).isEqualTo("s***@e***.org");
        assertThat(evidence(batch, "RECORD_SET_READ"))
                .as("the address is that of the record, which is opened for it once")
                .containsOnlyOnce("for=addresses to suppress");
        suppress(email); // an opt-out, which stands beside it
        assertThat(listed()).isNotNull();
    }

    @Test
    void whoHasComplainedIsReachedOnlyByABatchThatOverridesIt() throws SQLException {
        API.awaitStatus(API.approved(batch("EMAIL")), "COMPLETED");
        complain();
        await().atMost(Duration.ofSeconds(30)).until(() -> listed() != null);
        assertThat(listed().get("reason")).isEqualTo("COMPLAINT");
        assertThat(listed().get("source")).isEqualTo("RECIPIENT");
        assertThat(state("EMAIL")).as("it has arrived").startsWith("ACCEPTED");

        API.awaitStatus(API.approved(batch("EMAIL")), "COMPLETED");
        assertThat(state("EMAIL")).isEqualTo("UNDELIVERABLE SUPPRESSED");

        UUID batch = API.plan(overriding(batch("EMAIL"), "The law demands it."));
        assertThat(API.batch(batch).getInt("plan.optOutsOverridden.EMAIL")).isEqualTo(1);
        assertThat(API.batch(batch).getString("policy.overrideOptOut.reason")).isEqualTo("The law demands it.");
        API.decide("approver", batch, API.submit(batch).getString("fingerprint"), "APPROVE")
                .then()
                .statusCode(200);
        API.awaitStatus(batch, "COMPLETED");
        assertThat(state("EMAIL")).startsWith("ACCEPTED");
        assertThat(mailed()).isEqualTo(2);
        assertThat(evidence(batch, "BATCH_SUBMITTED")).contains("The law demands it.");
    }

    @Test
    void nobodyOverridesThatAnAddressIsDeadNorWithoutAReason() {
        suppress(email);
        API.as("support")
                .body(Map.of("channel", "EMAIL", "address", email, "reason", "ADDRESS_DEAD"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(201);

        API.awaitStatus(API.approved(overriding(batch("EMAIL"), "The law demands it.")), "COMPLETED");

        assertThat(state("EMAIL")).isEqualTo("UNDELIVERABLE SUPPRESSED");
        API.as("author")
                .body(overriding(batch("EMAIL"), " "))
                .post("/api/v1/batches")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("overrideOptOut.reason"));
    }

    @Test
    void itIsLiftedOnceAndAddedOnce() {
        String id = suppress(email);
        API.as("support")
                .body(request(email.replace("example.org", "EXAMPLE.org")))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(409);

        API.as("operator").delete("/api/v1/suppressions/{id}", id).then().statusCode(204);
        API.as("operator").delete("/api/v1/suppressions/{id}", id).then().statusCode(404);
        suppress(email);
    }

    @Test
    void whatIsNoAddressAndWhoMayNotIsRefused() {
        API.as("support")
                .body(request("nobody"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("address"));
        API.as("author")
                .body(request(email))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(403);
        API.as("author").get("/api/v1/suppressions").then().statusCode(403);
    }

    private void complain() {
        String returnPath = mail.messages().stream()
                .filter(received -> received.recipients().toString().contains(email))
                .findFirst()
                .orElseThrow()
                .envelopeFrom()
                .replaceAll("[<>]", "");
        API.as("mail-feed")
                .contentType("message/rfc822")
                .body(Mails.COMPLAINT
                        .replace("bounce+x@bounces.example.org", returnPath)
                        .getBytes(StandardCharsets.UTF_8))
                .post("/hooks/email/bounces")
                .then()
                .statusCode(202);
    }

    private static String evidence(UUID batch, String action) {
        String incident = API.batch(batch).getString("incidentId");
        List<Map<String, Object>> entries = API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
        return entries.stream()
                .filter(entry -> action.equals(entry.get("action")))
                .toList()
                .toString();
    }

    private static String suppress(String address) {
        return API.as("support")
                .body(request(address))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private static Map<String, Object> request(String address) {
        return Map.of("channel", "EMAIL", "address", address, "reason", "OPTED_OUT", "note", "asked by telephone");
    }

    private Map<String, Object> listed() {
        String delivery = notices().getString("items[0].deliveries[0].deliveryId");
        List<Map<String, Object>> all = API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/suppressions")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
        return all.stream()
                .filter(one -> delivery.equals(one.get("deliveryId")))
                .findFirst()
                .orElse(null);
    }

    private Map<String, Object> batch(String... order) {
        return batchAfter("", order);
    }

    private Map<String, Object> batchAfter(String records, String... order) {
        return API.fallbackBatch(
                "customerRef,name,email,phone,locale,country,dataTypes\n" + records + customer + ",Ann Doe," + email
                        + "," + phone + ",en,US,NAME\n",
                order);
    }

    private static Map<String, Object> overriding(Map<String, Object> batch, String reason) {
        Map<String, Object> asked = new HashMap<>(batch);
        asked.put("overrideOptOut", Map.of("reason", reason));
        return asked;
    }

    private String state(String channel) {
        Map<String, String> states = new HashMap<>();
        notices()
                .<Map<String, Object>>getList("items[0].deliveries")
                .forEach(one -> states.put((String) one.get("channel"), one.get("state") + " " + one.get("reason")));
        return states.get(channel);
    }

    private JsonPath notices() {
        return API.as("support")
                .get("/api/v1/customers/{ref}/notices", customer)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long mailed() {
        return mail.messages().stream()
                .filter(received -> received.recipients().toString().contains(email))
                .count();
    }
}
