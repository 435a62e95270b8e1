package org.tocsin.benchmark;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;

/** Record sets over HTTP, in one request each. Not by REST Assured, which would hold the whole upload in memory. */
final class Uploads {

    private static final int CREATED = 201;

    private final ServiceUnderTest service;
    private final HttpClient http = HttpClient.newHttpClient();

    Uploads(ServiceUnderTest service) {
        this.service = service;
    }

    /** Sends a file and returns when the set is SEALED. */
    UUID send(UUID incident, Path csv) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(service.address() + "/api/v1/incidents/" + incident + "/record-sets?name=customers"))
                .header("Content-Type", "text/csv; charset=UTF-8")
                .header("Authorization", service.authorization("incident-system"))
                .POST(HttpRequest.BodyPublishers.ofFile(csv))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new IllegalStateException("the upload was refused: " + answer.body());
        }
        JsonPath sealed = JsonPath.from(answer.body());
        if (sealed.getLong("rejected") + sealed.getLong("warnings") + sealed.getLong("duplicates") > 0) {
            throw new IllegalStateException("the upload has defects: " + answer.body());
        }
        return UUID.fromString(sealed.getString("id"));
    }
}
