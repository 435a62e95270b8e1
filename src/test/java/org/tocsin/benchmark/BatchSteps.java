package org.tocsin.benchmark;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.testing.ServiceApi;

/** The steps of one batch through the public API, in the roles of those who take them. */
final class BatchSteps {

    private static final long LOOK_EVERY_MILLIS = 1000;

    private final ServiceApi api;
    private final ServiceUnderTest service;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    BatchSteps(ServiceUnderTest service, Path folder) {
        this.api = service.api();
        this.service = service;
        this.folder = folder;
    }

    /** Everything up to the submission: a batch that waits for its approval. */
    UUID submitted(int people) throws IOException, InterruptedException {
        UUID incident = api.openIncident();
        long start = System.nanoTime();
        UUID recordSet = upload(incident, people);
        tell("uploaded %d people", people, start);
        UUID template = template();
        UUID batch = id(api.as("author")
                .body(Map.of(
                        "incidentId", incident,
                        "recordSetId", recordSet,
                        "templateId", template,
                        "channels", Map.of("mode", "ALL", "order", List.of("EMAIL"))))
                .post("/api/v1/batches")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
        awaitStatus(batch, "DRAFT");
        tell("planned %d messages", people, start);
        api.submit(batch);
        tell("submitted %d messages", people, start);
        return batch;
    }

    void approve(UUID batch) {
        String fingerprint = api.batch(batch).getString("fingerprint");
        api.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(200);
    }

    /** Looks once a second until a batch has the status; a batch that came to another end stops the benchmark. */
    JsonPath awaitStatus(UUID batch, String wanted) throws InterruptedException {
        while (true) {
            JsonPath seen = api.batch(batch);
            String status = seen.getString("status");
            if (status.equals(wanted)) {
                return seen;
            }
            if (List.of("FAILED", "HELD", "CANCELLED").contains(status)) {
                throw new IllegalStateException("the batch is " + status + ": " + seen.prettify());
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** What the first person of a one-person record set would get: subject, text and HTML. */
    Map<String, String> sample() throws IOException, InterruptedException {
        UUID incident = api.openIncident();
        UUID recordSet = upload(incident, 1);
        return api.as("author")
                .body(Map.of("recordSetId", recordSet, "customerRef", People.customerRef(0), "incidentId", incident))
                .post("/api/v1/templates/{id}/preview", template())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("messages[0]");
    }

    // A long run is to show that it goes on. These are no figures of the report.
    private static void tell(String what, int people, long startNanos) {
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
        System.out.println("  " + what.formatted(people) + " after " + seconds + " s");
    }

    private UUID template() {
        return id(api.as("incident-system")
                .body(Wording.template())
                .post("/api/v1/templates")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    // Not by REST Assured, which would hold the whole upload in memory.
    private UUID upload(UUID incident, int people) throws IOException, InterruptedException {
        Path csv = Files.createTempFile(folder, "people", ".csv");
        People.write(csv, people);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(service.address() + "/api/v1/incidents/" + incident + "/record-sets?name=customers"))
                .header("Content-Type", "text/csv; charset=UTF-8")
                .header("Authorization", service.authorization("incident-system"))
                .POST(HttpRequest.BodyPublishers.ofFile(csv))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        Files.delete(csv);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("the upload was refused: " + answer.body());
        }
        return id(JsonPath.from(answer.body()));
    }

    private static UUID id(JsonPath body) {
        return UUID.fromString(body.getString("id"));
    }
}
