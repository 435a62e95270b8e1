package org.tocsin.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.tocsin.template.ReadyTemplates;

/** The public API of one service, called as its roles call it, with the accounts that its first start made. */
public final class ServiceApi {

    public static final Map<String, Object> FACTS = Map.of(
            "en",
            Map.of(
                    "whatHappened", "Someone copied part of our customer records.",
                    "whatWeAreDoing", "We have closed the gap and told the police.",
                    "whatYouCanDo", "Be wary of calls that ask for codes."),
            "es",
            Map.of(
                    "whatHappened", "Alguien copió parte de nuestros registros de clientes.",
                    "whatWeAreDoing", "Hemos cerrado la brecha y avisado a la policía.",
                    "whatYouCanDo", "Desconfíe de llamadas que pidan códigos."));

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Supplier<RequestSpecification> requests;
    private final Supplier<Path> dataFolder;
    private final Duration patience;

    private ServiceApi(Supplier<RequestSpecification> requests, Supplier<Path> dataFolder, Duration patience) {
        this.requests = requests;
        this.dataFolder = dataFolder;
        this.patience = patience;
    }

    /** The service that runs inside this test. */
    public static ServiceApi ofThisTest() {
        return new ServiceApi(
                RestAssured::given,
                () -> Path.of(ConfigProvider.getConfig().getValue("tocsin.data-dir", String.class)),
                PATIENCE);
    }

    /**
     * A service in a process of its own.
     *
     * @param address such as {@code http://127.0.0.1:8080}
     * @param dataFolder where its first start wrote the accounts
     */
    public static ServiceApi at(String address, Path dataFolder) {
        return new ServiceApi(() -> RestAssured.given().baseUri(address), () -> dataFolder, PATIENCE);
    }

    /** The same, but waiting as long as this for a batch to get into a status: for batches of many people. */
    public ServiceApi withPatience(Duration longer) {
        return new ServiceApi(requests, dataFolder, longer);
    }

    public RequestSpecification as(String role) {
        return requests.get().auth().preemptive().basic(role, password(role)).contentType("application/json");
    }

    /** The password of a role's first account, for callers with a client of their own. */
    public String password(String role) {
        Path file = dataFolder.get().resolve("first-accounts.json");
        try {
            JsonNode accounts = new ObjectMapper().readTree(file.toFile());
            return accounts.get(role).get("password").asText();
        } catch (IOException e) {
            throw new IllegalStateException("the first start wrote no accounts", e);
        }
    }

    public UUID openIncident() {
        Map<String, Object> incident = Map.of(
                "reference",
                "INC-" + UUID.randomUUID(),
                "title",
                "Copied customer records",
                "organisation",
                "Example Telecom",
                "occurredFrom",
                "2026-01-19",
                "occurredTo",
                "2026-01-20",
                "dataInvolved",
                List.of("NAME", "PHONE"),
                "notInvolved",
                List.of("SSN", "PAYMENT_CARD"),
                "facts",
                FACTS,
                "milestones",
                Map.of("discovered", "2026-01-20T09:00:00Z"),
                "contacts",
                Map.of(
                        "phone", "+12025550100",
                        "email", "help@example.org",
                        "url", "https://example.org/incident",
                        "hours", "08:00-20:00"));
        return id(as("incident-system")
                .body(incident)
                .post("/api/v1/incidents")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    public UUID upload(UUID incident, String csv) {
        return id(as("incident-system")
                .contentType("text/csv; charset=UTF-8")
                .queryParam("name", "customers")
                .body(csv)
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    /** What to ask for to send a notice of a new incident to the people of an upload, over the first of these channels that serves. */
    public Map<String, Object> fallbackBatch(String csv, String... order) {
        UUID incident = openIncident();
        return Map.of(
                "incidentId",
                incident,
                "recordSetId",
                upload(incident, csv),
                "templateId",
                readyTemplate(),
                "channels",
                Map.of("mode", "FALLBACK", "order", List.of(order)));
    }

    public UUID readyTemplate() {
        return id(as("incident-system")
                .body(ReadyTemplates.find("plain-notice").orElseThrow())
                .post("/api/v1/templates")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    public UUID plan(Map<String, Object> batch) {
        UUID id = id(as("author")
                .body(batch)
                .post("/api/v1/batches")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
        awaitStatus(id, "DRAFT", "FAILED");
        return id;
    }

    public JsonPath submit(UUID batch) {
        return as("author")
                .post("/api/v1/batches/{id}/submission", batch)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public Response decide(String role, UUID batch, String fingerprint, String decision) {
        return as(role).body(Map.of("fingerprint", fingerprint, "decision", decision, "comment", "looked at"))
                .post("/api/v1/admin/batches/{id}/approval", batch);
    }

    /** Plans, submits and approves. */
    public UUID approved(Map<String, Object> batch) {
        UUID id = plan(batch);
        String fingerprint = submit(id).getString("fingerprint");
        decide("approver", id, fingerprint, "APPROVE").then().statusCode(200);
        return id;
    }

    public JsonPath batch(UUID id) {
        return as("author")
                .get("/api/v1/batches/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath awaitStatus(UUID batch, String... statuses) {
        Set<String> wanted = Set.of(statuses);
        return await().atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> batch(batch), seen -> wanted.contains(seen.getString("status")));
    }

    private static UUID id(JsonPath body) {
        return UUID.fromString(body.getString("id"));
    }
}
