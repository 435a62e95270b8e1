package org.tocsin.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;
import org.tocsin.webhook.ScriptedReceiver.Action;
import org.tocsin.webhook.ScriptedReceiver.Message;

/** An incident system that is told of a batch, by the whole service, through its API. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class WebhookJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String WEBHOOKS = "/api/v1/webhooks";

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final ScriptedReceiver deaf = ScriptedReceiver.start().always(message -> true, Action.hang());
    private final List<String> added = new ArrayList<>();

    @AfterEach
    void close() {
        added.forEach(id -> API.as("operator").delete(WEBHOOKS + "/" + id));
        deaf.close();
        receiver.close();
    }

    @Test
    void aBatchIsToldFromThePlanToTheLastOutcomeInOrderAndSigned() {
        add(deaf.url(), List.of("batch.*", "delivery.*"));
        JsonPath created = add(receiver.url(), List.of("batch.*", "delivery.*"));
        Verifier verifier = new Verifier(created.getString("secret"));
        String customer = "w" + UUID.randomUUID().toString().substring(0, 8);
        UUID batch = send(customer);

        List<Message> came = awaitMessages(batch, 1, "batch.completed");

        assertThat(came)
                .extracting(Message::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, came.size()).boxed().toList());
        assertThat(came).allMatch(verifier::accepts);
        assertThat(came.stream().map(Message::type).filter(type -> type.startsWith("batch.")))
                .containsExactly(
                        "batch.planning",
                        "batch.draft",
                        "batch.submitted",
                        "batch.approved",
                        "batch.dispatching",
                        "batch.completed");
        Message last = came.get(came.size() - 1);
        assertThat(last.type()).isEqualTo("batch.completed");
        assertThat(Json.at(last.body(), "/data/outcomes/reachedUnconfirmed").asInt())
                .isEqualTo(1);
        assertThat(Json.at(last.body(), "/data/outcomes/unreached").asInt()).isEqualTo(1);
        assertThat(Json.text(last.body(), "/data/incidentId")).hasSize(36);
        assertThat(came.stream().filter(message -> message.type().equals("delivery.changed")))
                .extracting(message -> Json.text(message.body(), "/data/deliveries/0/state"))
                .containsExactly("ACCEPTED");
        assertThat(came)
                .noneMatch(message ->
                        message.body().contains(customer) || message.body().contains("example.org"));
        assertThat(deaf.messages()).as("it was tried").isNotEmpty();

        String id = created.getString("id");
        Verifier newer = new Verifier(API.as("incident-system")
                .body("{}")
                .post(WEBHOOKS + "/{id}/secret", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("secret"));
        API.as("author")
                .body(Map.of("from", 1, "batchId", batch))
                .post(WEBHOOKS + "/{id}/replay", id)
                .then()
                .statusCode(200)
                .body("batches", equalTo(1))
                .body("events", equalTo(came.size()));
        List<Message> twice = awaitMessages(batch, 2, "batch.completed");
        List<Message> again = twice.subList(came.size(), twice.size());
        assertThat(again)
                .extracting(Message::id)
                .containsExactlyElementsOf(came.stream().map(Message::id).toList());
        assertThat(again).allMatch(verifier::accepts).allMatch(newer::accepts);
        assertThat(came).noneMatch(newer::accepts);
    }

    @Test
    void anEndpointIsOnPublicAddressesAndAsksForWhatThereIs() {
        refused(Map.of("url", "http://incidents.example.org/hooks"), "url");
        refused(Map.of("url", "https://169.254.169.254/latest"), "url");
        refused(Map.of("url", "https://10.0.0.1/hooks"), "url");
        refused(Map.of("url", receiver.url(), "eventTypes", List.of("people.*")), "eventTypes");
        refused(Map.of("url", receiver.url(), "eventTypes", List.of()), "eventTypes");
        refused(Map.of(), "url");
    }

    @Test
    void itsSecretIsShownOnceAndItIsListedAndDeleted() {
        JsonPath created = add(receiver.url(), null);
        String id = created.getString("id");
        assertThat(created.getString("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(created.getString("status")).isEqualTo("ENABLED");

        API.as("auditor")
                .get(WEBHOOKS)
                .then()
                .statusCode(200)
                .body("items.id", hasItems(id))
                .body("items.find { it.id == '" + id + "' }.eventTypes", contains("batch.*"))
                .body(not(containsString("whsec_")));
        API.as("operator").post(WEBHOOKS + "/{id}/enable", id).then().statusCode(200);
        API.as("author").delete(WEBHOOKS + "/{id}", id).then().statusCode(204);
        API.as("author").get(WEBHOOKS + "/{id}", id).then().statusCode(404);
        API.as("author").delete(WEBHOOKS + "/{id}", id).then().statusCode(404);
        API.as("author").body("{}").post(WEBHOOKS + "/{id}/secret", id).then().statusCode(404);
        API.as("author")
                .body(Map.of("from", "2026-01-01T00:00:00Z"))
                .post(WEBHOOKS + "/{id}/replay", id)
                .then()
                .statusCode(404);
    }

    @Test
    void eachCallHasItsRolesAndRefusesWhatItCannotTake() {
        String id = add(receiver.url(), null).getString("id");

        for (String role : List.of("approver", "support", "mail-feed")) {
            API.as(role).get(WEBHOOKS).then().statusCode(403);
        }
        for (String role : List.of("approver", "operator", "auditor", "support")) {
            API.as(role)
                    .body(Map.of("url", receiver.url()))
                    .post(WEBHOOKS)
                    .then()
                    .statusCode(403);
            API.as(role).body("{}").post(WEBHOOKS + "/{id}/secret", id).then().statusCode(403);
        }
        for (String from : List.of("\"yesterday\"", "1.5", "true", "null", "1", "\"1\"")) {
            API.as("author")
                    .body("{\"from\": " + from + "}")
                    .post(WEBHOOKS + "/{id}/replay", id)
                    .then()
                    .statusCode(400);
        }
        for (String overlap : List.of("-PT1S", "P8D", "soon")) {
            API.as("author")
                    .body(Map.of("overlap", overlap))
                    .post(WEBHOOKS + "/{id}/secret", id)
                    .then()
                    .statusCode(400);
        }
    }

    private JsonPath add(String url, List<String> eventTypes) {
        JsonPath created = API.as("incident-system")
                .body(eventTypes == null ? Map.of("url", url) : Map.of("url", url, "eventTypes", eventTypes))
                .post(WEBHOOKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        added.add(created.getString("id"));
        return created;
    }

    private static void refused(Map<String, Object> endpoint, String field) {
        API.as("author")
                .body(endpoint)
                .post(WEBHOOKS)
                .then()
                .statusCode(400)
                .body("violations[0].field", containsString(field));
    }

    /** Somebody with an email address, and somebody without. */
    private static UUID send(String customer) {
        UUID incident = API.openIncident();
        UUID people = API.upload(
                incident,
                "customerRef,email,locale\n" + customer + "-1," + customer + "@example.org,en\n" + customer
                        + "-2,,en\n");
        return API.approved(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                people,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "FALLBACK", "order", List.of("EMAIL"))));
    }

    /** What came of a batch, once the last one has come so many times. */
    private List<Message> awaitMessages(UUID batch, int times, String last) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> receiver.messages().stream()
                                .filter(message -> message.batch().equals(batch.toString()))
                                .toList(),
                        came -> came.stream()
                                        .filter(message -> message.type().equals(last))
                                        .count()
                                == times);
    }
}
