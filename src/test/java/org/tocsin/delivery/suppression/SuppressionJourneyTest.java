package org.tocsin.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
        suppress(email); // an opt-out, which does not expire as that does
        assertThat(listed()).isNull();
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
        UUID incident = API.openIncident();
        UUID recordSet = API.upload(
                incident,
                "customerRef,name,email,phone,locale,country,dataTypes\n" + customer + ",Ann Doe," + email + "," + phone
                        + ",en,US,NAME\n");
        return Map.of(
                "incidentId",
                incident,
                "recordSetId",
                recordSet,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "FALLBACK", "order", List.of(order)));
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
