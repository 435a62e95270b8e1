package org.tocsin.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The service as its callers have it: the public HTTP API, called as one role or another. */
final class Api {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    private static final String JSON = "application/json";

    private final URI service;
    private final Logins logins;
    private final ObjectMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Api(URI service, Logins logins, ObjectMapper json) {
        this.service = service;
        this.logins = logins;
        this.json = json;
    }

    /** An answer of any status. */
    record Answer(String call, int status, JsonNode body) {

        boolean isConflict() {
            return status == 409;
        }

        /** The body of an answer that says yes; for any other, the end of the demo with what it says. */
        JsonNode orStop() throws DemoStopped {
            if (status / 100 == 2) {
                return body;
            }
            String violations = StreamSupport.stream(body.path("violations").spliterator(), false)
                    .map(v -> "; " + v.path("field").asText() + " "
                            + v.path("message").asText())
                    .collect(Collectors.joining());
            throw new DemoStopped(call + " was answered with " + status + " "
                    + body.path("detail").asText(body.path("title").asText()) + violations);
        }
    }

    Answer get(String role, String path) throws DemoStopped, InterruptedException {
        return send(role, request(path).GET());
    }

    /**
     * Posts JSON.
     *
     * @param key makes a repeated call harmless
     */
    Answer post(String role, String path, byte[] body, String key) throws DemoStopped, InterruptedException {
        return send(
                role,
                request(path)
                        .header("Content-Type", JSON)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    /**
     * Posts CSV as a stream.
     *
     * @param sha256 of the stream; with it the service notices an upload that broke off
     */
    Answer upload(String role, String path, Supplier<InputStream> csv, byte[] sha256, String key)
            throws DemoStopped, InterruptedException {
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
        return send(
                role,
                request(path)
                        .header("Content-Type", "text/csv")
                        .header("Content-Digest", digest)
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofInputStream(csv)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(LONGEST_ANSWER)
                .header("Accept", JSON);
    }

    private Answer send(String role, HttpRequest.Builder builder) throws DemoStopped, InterruptedException {
        HttpRequest request =
                builder.header("Authorization", logins.basic(role)).build();
        String call = request.method() + " " + request.uri().getPath() + " as " + role;
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(call, response.statusCode(), json.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new DemoStopped(call + " was answered with something that is not JSON.", e);
        } catch (IOException e) {
            throw new DemoStopped(call + " was not answered: " + e.getMessage(), e);
        }
    }
}
