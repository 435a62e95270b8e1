package org.tocsin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Uploads and plans through the public API, measured as their callers see them. */
final class IntakeSteps {

    private final ServiceUnderTest service;
    private final BatchSteps batches;
    private final Uploads uploads;
    private final Path folder;

    IntakeSteps(ServiceUnderTest service, Path folder) {
        this.service = service;
        this.batches = new BatchSteps(service, folder);
        this.uploads = new Uploads(service);
        this.folder = folder;
    }

    /** A sealed record set, and how it was taken in. */
    record Uploaded(UUID recordSet, Load load) {}

    UUID openIncident() {
        return service.api().openIncident();
    }

    Uploaded upload(UUID incident, int people) throws IOException, InterruptedException {
        Path csv = Files.createTempFile(folder, "people", ".csv");
        People.write(csv, people);
        Uploaded uploaded = upload(incident, csv, people);
        Files.delete(csv);
        return uploaded;
    }

    /** From the first byte sent until the set is SEALED. */
    Uploaded upload(UUID incident, Path csv, int people) throws IOException, InterruptedException {
        LoadWatch watch = LoadWatch.of(service);
        UUID recordSet = uploads.send(incident, csv);
        return new Uploaded(recordSet, watch.stop("Tocsin, uploaded", people));
    }

    /** From the request until the batch is a DRAFT. */
    Load plan(String name, UUID incident, Uploaded set) throws IOException, InterruptedException {
        UUID template = batches.template();
        LoadWatch watch = LoadWatch.of(service);
        batches.planned(incident, set.recordSet(), template);
        return watch.stop("Tocsin, " + name, set.load().people());
    }

    void suppress(String email) {
        service.api()
                .as("support")
                .body(Map.of("channel", "EMAIL", "address", email, "reason", "OPTED_OUT"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(201);
    }
}
