package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.platform.Digests;
import org.tocsin.testing.TestDatabase;

/** Uploads that are not taken: the caller learns why, and nobody of them stays behind. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class RefusedUploadTest extends UploadFixture {

    @Test
    void anUploadWithoutAUsableRecordFails() {
        String set = upload("text/csv", "customerRef,name\n,Ana\nana@example.org,Bo\n")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString("Not one record"))
                .extract()
                .path("recordSetId");

        assertFailed(UUID.fromString(set), "Not one record");
        rejects(UUID.fromString(set), Map.of()).body("items", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name\nAna", "customerRef;name\n1;Ana", "customerRef,E-Mail\n1,a@example.org"})
    void anUploadThatCannotBeReadIsRefused(String csv) {
        String set = upload("text/csv", csv)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", notNullValue())
                .extract()
                .path("recordSetId");

        assertFailed(UUID.fromString(set), "");
    }

    @Test
    void aJsonUploadThatEndsTooEarlyLeavesNobody() {
        StringBuilder json = new StringBuilder("[{\"customerRef\":\"0\"}");
        for (int i = 1; i < 12_000; i++) {
            json.append(",{\"customerRef\":\"").append(i).append("\"}");
        }

        String set = upload("application/json", json.toString())
                .statusCode(400)
                .body("detail", containsString("not valid JSON"))
                .extract()
                .path("recordSetId");

        assertFailed(UUID.fromString(set), "not valid JSON");
    }

    @Test
    void jsonOfAnyDepthAndLengthIsRefusedOrCostsItsLine() {
        String deep = "[".repeat(100_000);
        upload("application/json", deep).statusCode(413);
        upload("application/json", "[{\"customerRef\":\"1\",\"x\":\"" + "y".repeat(20 << 20) + "\"}]")
                .statusCode(413);
        upload("application/x-ndjson", "{\"customerRef\":\"1\"}\n" + deep + "\n")
                .statusCode(201)
                .body("rejected", equalTo(1));
    }

    @Test
    void whatIsNotAnUploadIsRefusedBeforeItIsRead() {
        upload("application/xml", "<a/>").statusCode(415);
        upload("text/csv; charset=iso-8859-1", CSV).statusCode(415);
        asIs().contentType("text/csv")
                .body("customerRef\n1\n")
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .statusCode(400)
                .body("violations", hasSize(1));
        asIs().contentType("text/csv")
                .queryParam("name", "x")
                .body("customerRef\n1\n")
                .post("/api/v1/incidents/{id}/record-sets", UUID.randomUUID())
                .then()
                .statusCode(404);
        assertThat(TestDatabase.text("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("0");
    }

    @Test
    void theDigestOfTheContentMustBeRight() {
        String digest = Base64.getEncoder().encodeToString(Digests.sha256(CSV.getBytes(StandardCharsets.UTF_8)));
        String cut = CSV.substring(0, CSV.length() - 20);

        upload("text/csv", CSV, Map.of("Content-Digest", "sha-512=:AAAA:, sha-256=:" + digest + ":"))
                .statusCode(201);
        String set = upload("text/csv", cut, Map.of("Content-Digest", "sha-256=:" + digest + ":"))
                .statusCode(400)
                .body("detail", containsString("Content-Digest"))
                .extract()
                .path("recordSetId");
        assertFailed(UUID.fromString(set), "Content-Digest");
        upload("text/csv", CSV, Map.of("Content-Digest", "sha-256=abc")).statusCode(400);
        upload("text/csv", CSV, Map.of("Content-Digest", "md5=:AAAA:")).statusCode(400);
    }

    @Test
    void anUploadThatDoesNotSayWhatItIsIsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        service.resolve("/api/v1/incidents/" + incident + "/record-sets?name=x"))
                .POST(HttpRequest.BodyPublishers.ofString(CSV))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("Content-Type: text/csv");
    }

    @Test
    void aRefusalReachesWhoIsStillSending() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        service.resolve("/api/v1/incidents/" + incident + "/record-sets?name=x"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> Uploads.repeated("x,y\n", 50_000_000)))
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("customerRef");
    }
}
