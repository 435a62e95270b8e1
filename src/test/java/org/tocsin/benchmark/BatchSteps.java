package org.tocsin.benchmark;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.testing.ServiceApi;

/** The steps of one batch through the public API, in the roles of those who take them. */
final class BatchSteps {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final ServiceApi api;
    private final Uploads uploads;
    private final Path folder;

    BatchSteps(ServiceUnderTest service, Path folder) {
        this.api = service.api();
        this.uploads = new Uploads(service);
        this.folder = folder;
    }

    /** Everything up to the submission: a batch that waits for its approval. */
    UUID submitted(int people) throws IOException, InterruptedException {
        UUID incident = api.openIncident();
        long start = System.nanoTime();
        UUID recordSet = upload(incident, people);
        tell("uploaded %d people", people, start);
        UUID batch = planned(incident, recordSet, template());
        tell("planned %d messages", people, start);
        api.submit(batch);
        tell("submitted %d messages", people, start);
        return batch;
    }

    /** A batch of emails to everyone in a record set, planned to its end. */
    UUID planned(UUID incident, UUID recordSet, UUID template) throws InterruptedException {
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
        return batch;
    }

    void approve(UUID batch) {
        String fingerprint = api.batch(batch).getString("fingerprint");
        api.decide("approver", batch, fingerprint, "APPROVE").then().statusCode(200);
    }

    /** Looks twice a second until a batch has the status; a batch that came to another end stops the benchmark. */
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

    /** The benchmark's own. */
    UUID template() {
        return id(api.as("incident-system")
                .body(Wording.template())
                .post("/api/v1/templates")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath());
    }

    private UUID upload(UUID incident, int people) throws IOException, InterruptedException {
        Path csv = Files.createTempFile(folder, "people", ".csv");
        People.write(csv, people);
        UUID recordSet = uploads.send(incident, csv);
        Files.delete(csv);
        return recordSet;
    }

    private static UUID id(JsonPath body) {
        return UUID.fromString(body.getString("id"));
    }
}
