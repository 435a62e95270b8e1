package org.tocsin.batch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A batch that is watched by a client of server-sent events. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
@Timeout(60)
class BatchEventsTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    @Test
    void whoWatchesIsToldOfEachChangeUntilTheBatchEndsAndComesBackToNothing() throws Exception {
        UUID batch = plan();
        Iterator<String> lines = watch(batch, null).body().iterator();

        List<String> draft = event(lines);
        API.as("author")
                .body(Map.of("reason", "Only looking."))
                .post("/api/v1/admin/batches/{id}/cancel", batch)
                .then()
                .statusCode(200);
        List<String> cancelled = event(lines);
        while (!field(cancelled, "data").contains("\"CANCELLED\"")) {
            cancelled = event(lines);
        }

        assertThat(field(draft, "data")).contains("\"status\":\"DRAFT\"", batch.toString());
        assertThat(draft).allMatch(line -> line.startsWith("id:") || line.startsWith("data:"));
        assertThat(field(draft, "id")).isNotEqualTo(field(cancelled, "id"));
        assertThat(field(cancelled, "retry")).isEqualTo("600000");
        lines.forEachRemaining(
                line -> assertThat(line).as("nothing behind the last state").isEmpty());

        // By now the people have been withdrawn: what is last is told again, and then it is known.
        List<String> last = watch(batch, field(draft, "id")).body().toList();
        assertThat(field(last, "data")).contains("\"CANCELLED\"");
        HttpResponse<Stream<String>> again = watch(batch, field(last, "id"));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(again.body().filter(line -> !line.isEmpty())).isEmpty();
    }

    @Test
    void aBatchThatIsNotThereCannotBeWatched() throws Exception {
        assertThat(watch(UUID.randomUUID(), null).statusCode()).isEqualTo(404);
    }

    private static UUID plan() {
        UUID incident = API.openIncident();
        String customer = "e" + UUID.randomUUID().toString().substring(0, 8);
        UUID people = API.upload(incident, "customerRef,email,locale\n" + customer + ",e@example.org,en\n");
        return API.plan(Map.of("incidentId", incident, "recordSetId", people, "templateId", API.readyTemplate()));
    }

    private static HttpResponse<Stream<String>> watch(UUID batch, String lastEventId)
            throws IOException, InterruptedException {
        String login = "operator:" + API.password("operator");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/batches/" + batch + "/events"))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/event-stream")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
    }

    /** The lines of the next event. */
    private static List<String> event(Iterator<String> lines) {
        return Stream.iterate(lines.next(), line -> !line.isEmpty(), line -> lines.next())
                .toList();
    }

    private static String field(List<String> event, String name) {
        return event.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + event));
    }
}
