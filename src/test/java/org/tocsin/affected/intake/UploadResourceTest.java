package org.tocsin.affected.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.affected.IncidentRows;
import org.tocsin.affected.People;
import org.tocsin.platform.Digests;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class UploadResourceTest {

    private static final String CSV =
            """
            customerRef,name,email,phone,country,dataTypes,tariff
            1,Ana Example,ana@example.org,(202) 555-0142,US,NAME;SSN,gold
            2,Bo Example,bo at example.net,12,US,NAME;SHOE_SIZE,
            ,Cy Example,cy@example.org,,,,
            1,Ana Again,again@example.org,,,,
            4,Di Example
            5,Ed Example,ed@example.org,,,,silver
            """;

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    FailedUploads failures;

    @TestHTTPResource
    URI service;

    private UUID incident;

    @BeforeEach
    void openIncident() throws SQLException {
        incident = IncidentRows.add(database);
    }

    @Test
    void csvBecomesASealedSet() {
        String location = upload("text/csv", CSV)
                .statusCode(201)
                .body("incidentId", equalTo(incident.toString()))
                .body("name", equalTo("customers"))
                .body("status", equalTo("SEALED"))
                .body("uploader", equalTo("uploader"))
                .body("accepted", equalTo(3))
                .body("rejected", equalTo(2))
                .body("warnings", equalTo(3))
                .body("duplicates", equalTo(1))
                .body("attributes", contains("tariff"))
                .body("digest", matchesPattern("[0-9a-f]{64}"))
                .body("sealDigest", matchesPattern("[0-9a-f]{64}"))
                .body("sealedAt", notNullValue())
                .extract()
                .header("Location");

        String set = given().get(location).then().statusCode(200).extract().path("id");
        assertThat(location).endsWith("/api/v1/record-sets/" + set);
        assertThat(people.find(UUID.fromString(set), "1").orElseThrow().phone()).isEqualTo("+12025550142");
        assertThat(query("SELECT string_agg(action || ' ' || actor || ' ' || subject, ', ') FROM evidence_entry"
                        + " WHERE incident_id = '" + incident + "'"))
                .isEqualTo("RECORD_SET_SEALED uploader record-set:" + set);
    }

    @Test
    void everyFormatSaysTheSame() {
        String ndjson =
                """
                {"customerRef":"1","name":"Ana Example","dataTypes":["NAME","SSN"],"score":7}
                {"customerRef":"2","name":"Bo Example"}
                """;
        String json = "[" + String.join(",", ndjson.strip().split("\n")) + "]";
        String csv = "customerRef,name,dataTypes,score\n1,Ana Example,NAME;SSN,7\n2,Bo Example,,\n";

        UUID fromNdjson = sealed("application/x-ndjson", ndjson);
        UUID fromJson = sealed("application/json", json);
        UUID fromCsv = sealed("text/csv; charset=UTF-8", csv);

        assertThat(people.find(fromNdjson, "1")).isPresent().isEqualTo(people.find(fromCsv, "1"));
        assertThat(people.find(fromJson, "1")).isPresent().isEqualTo(people.find(fromCsv, "1"));
        assertThat(people.find(fromJson, "2")).isPresent().isEqualTo(people.find(fromCsv, "2"));
    }

    @Test
    void findingsTellWhereAndWhyAndNothingOfTheRecord() {
        UUID set = sealed("text/csv", CSV);

        String all = rejects(set, Map.of())
                .statusCode(200)
                .body("items.line", contains(3, 3, 3, 4, 5, 6))
                .body("items.kind", contains("WARNING", "WARNING", "WARNING", "REJECT", "DUPLICATE", "REJECT"))
                .body("next", nullValue())
                .extract()
                .asString();
        assertThat(all).doesNotContain("Example", "example", "555", "SHOE");
        rejects(set, Map.of("kind", "REJECT")).body("items.field", contains("customerRef", "record"));
        rejects(set, Map.of("kind", "DUPLICATE")).body("items", hasSize(1));
        rejects(set, Map.of("kind", "WARNING")).body("items.field", contains("dataTypes", "email", "phone"));
        rejects(set, Map.of("kind", "ALL")).statusCode(400);
        rejects(UUID.randomUUID(), Map.of()).statusCode(404);
    }

    @Test
    void findingsComeInPages() {
        UUID set = sealed("text/csv", CSV);
        List<String> fields = new ArrayList<>();
        String after = null;
        do {
            Map<String, Object> query = after == null ? Map.of("limit", 2) : Map.of("limit", 2, "after", after);
            ValidatableResponse page = rejects(set, query).statusCode(200);
            fields.addAll(page.extract().path("items.field"));
            after = page.extract().path("next");
        } while (after != null);

        assertThat(fields).containsExactly("dataTypes", "email", "phone", "customerRef", "customerRef", "record");
    }

    @Test
    void theSetsOfAnIncidentAreListed() {
        UUID first = sealed("text/csv", "customerRef\n1\n");
        UUID second = sealed("text/csv", "customerRef\n2\n");

        given().get("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .statusCode(200)
                .body("items.id", contains(first.toString(), second.toString()))
                .body("next", nullValue());
        given().get("/api/v1/incidents/{id}/record-sets", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

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
        assertThat(query("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("0");
    }

    @Test
    @TestSecurity(user = "approver", roles = Role.APPROVER)
    void whoMayNotUploadMayRead() {
        upload("text/csv", CSV).statusCode(403);
        given().get("/api/v1/incidents/{id}/record-sets", incident).then().statusCode(200);
    }

    @Test
    @TestSecurity(
            user = "operator",
            roles = {Role.OPERATOR, Role.SUPPORT, Role.MAIL_FEED})
    void othersSeeNothing() {
        given().get("/api/v1/record-sets/{id}", UUID.randomUUID()).then().statusCode(403);
        given().get("/api/v1/record-sets/{id}/rejects", UUID.randomUUID())
                .then()
                .statusCode(403);
        given().get("/api/v1/incidents/{id}/record-sets", incident).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadThatBreaksOffLeavesNobody(boolean chunked) throws Exception {
        String lines = "customerRef\n" + numbered(1, 12_000);
        try (RawUpload raw = chunked
                ? RawUpload.chunked(service.getPort(), incident)
                : RawUpload.ofLength(service.getPort(), incident, lines.length() + 1)) {
            if (chunked) {
                raw.writeChunk(lines);
            } else {
                raw.write(lines);
            }
            awaitReceiving();
        }

        await().untilAsserted(() -> assertFailed(onlySet(), "broke off"));
        assertThat(query("SELECT string_agg(action, ' ') FROM evidence_entry WHERE incident_id = '" + incident + "'"))
                .isEqualTo("RECORD_SET_FAILED");
    }

    @Test
    void figuresAreToldWhileAnUploadIsRead() throws Exception {
        try (RawUpload raw = RawUpload.chunked(service.getPort(), incident)) {
            raw.writeChunk("customerRef\n" + numbered(1, 12_000));
            await().untilAsserted(() -> given().get("/api/v1/record-sets/{id}", onlySet())
                    .then()
                    .body("status", equalTo("RECEIVING"))
                    .body("accepted", equalTo(10_000))
                    .body("digest", nullValue()));
            assertThat(people.find(onlySet(), "1")).isEmpty();

            failures.sweep();
            raw.writeChunk(numbered(12_001, 12_010));

            assertThat(raw.finish()).startsWith("HTTP/1.1 201").contains("\"accepted\":12010");
        }
    }

    @Test
    void theRestOfASetThatWasBeingRemovedIsRemoved() throws Exception {
        UUID set = UUID.randomUUID();
        execute("INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, created_at)"
                + " VALUES ('" + set + "', '" + incident + "', 'x', 'RECEIVING', 'gone', '', now())");
        execute("INSERT INTO contact_page SELECT '" + set + "', 'EMAIL', n, n, '' FROM generate_series(1, 9) n");
        execute("UPDATE record_set SET status = 'FAILED', failure = 'x' WHERE id = '" + set + "'");

        failures.sweep();

        assertThat(query("SELECT count(*) FROM contact_page WHERE record_set_id = '" + set + "'"))
                .isEqualTo("0");
    }

    @Test
    void theSetOfAServiceThatWentIsGivenUp() throws Exception {
        UUID set = UUID.randomUUID();
        execute("INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, created_at)"
                + " VALUES ('" + set + "', '" + incident + "', 'x', 'RECEIVING', 'gone', '', now())");
        execute("INSERT INTO affected_person (record_set_id, position, customer_ref, envelope)" + " SELECT '" + set
                + "', n, n::text, '' FROM generate_series(1, 45000) n");
        execute("INSERT INTO contact_page SELECT '" + set + "', 'EMAIL', n, n, '' FROM generate_series(1, 3000) n");
        execute("INSERT INTO shared_contact SELECT '" + set + "', n, 'EMAIL', 1, 9 FROM generate_series(1, 9) n");

        failures.sweep();

        assertFailed(set, "stopped");
        for (String index : List.of("contact_page", "shared_contact")) {
            assertThat(query("SELECT count(*) FROM " + index + " WHERE record_set_id = '" + set + "'"))
                    .as(index)
                    .isEqualTo("0");
        }
        assertThat(query("SELECT actor FROM evidence_entry WHERE incident_id = '" + incident + "'"))
                .isEqualTo("system");
    }

    @Test
    void aSetThatWasSealedAfterAllIsNotTouchedByWhoGivesItUp() {
        UUID set = sealed("text/csv", "customerRef,email\n1,both@example.org\n2,both@example.org\n");

        failures.fail(set, "uploader", "The answer to the commit was lost.");

        for (String table : List.of("contact_page", "shared_contact", "affected_person")) {
            assertThat(query("SELECT count(*) FROM " + table + " WHERE record_set_id = '" + set + "'"))
                    .as(table)
                    .isNotEqualTo("0");
        }
    }

    @Test
    void whatWasPutAsideToBeSortedGoesWithTheUploadHoweverItEnds() {
        sealed("text/csv", CSV);
        upload("text/csv", "customerRef,email\n,a@example.org\n").statusCode(422);

        await().untilAsserted(() -> assertThat(query("SELECT count(*) FROM pg_class WHERE relname = 'intake_contact'"))
                .isEqualTo("0"));
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
    void aPackedUploadIsUnpackedAndItsDigestIsThatOfWhatWasSent() throws Exception {
        byte[] two = join(gzip("customerRef,email\n1,ana@example.org\n"), gzip("2,ana@example.org\n"));
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(Digests.sha256(two)) + ":";

        packed("gzip", two, Map.of("Content-Digest", digest))
                .statusCode(201)
                .body("accepted", equalTo(2))
                .body("sharedContacts", equalTo(2));
    }

    @Test
    void whatIsPackedOtherwiseOrBadlyIsRefused() throws Exception {
        byte[] whole = gzip(CSV);

        packed("br", whole, Map.of()).statusCode(415).header("Accept-Encoding", "gzip");
        packed("gzip", CSV.getBytes(StandardCharsets.UTF_8), Map.of())
                .statusCode(400)
                .body("detail", containsString("not valid gzip"));
        packed("gzip", join(whole, new byte[] {1, 2, 3}), Map.of())
                .statusCode(400)
                .body("detail", containsString("not valid gzip"));
        String set = packed("gzip", Arrays.copyOf(whole, whole.length - 9), Map.of())
                .statusCode(400)
                .body("detail", containsString("broke off"))
                .extract()
                .path("recordSetId");
        assertFailed(UUID.fromString(set), "broke off");
        packed("identity", whole, Map.of()).statusCode(400).body("detail", containsString("Content-Encoding: gzip"));
    }

    @Test
    void whatUnpacksToFarTooMuchIsRefused() throws Exception {
        byte[] bomb = gzip("customerRef\n" + "9".repeat(80 << 20));

        packed("gzip", bomb, Map.of()).statusCode(413).body("detail", containsString("200 times"));
    }

    @Test
    void theSameUploadUnderTheSameKeyIsDoneOnce() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-" + incident);
        String first = upload("text/csv", CSV, key)
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .asString();

        upload("text/csv", CSV, key)
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .header("Location", endsWith("/api/v1/record-sets/" + onlySet()))
                .body(equalTo(first));
        upload("text/csv", CSV + "7,Fi,,,,,\n", key).statusCode(422);
        upload("application/x-ndjson", CSV, key).statusCode(422);
        assertThat(query("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("1");
    }

    @Test
    void anUploadThatFailedUnderAKeyIsTriedAgain() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-" + incident);

        upload("text/csv", "name\nAna", key).statusCode(400);
        upload("text/csv", CSV, key).statusCode(201);
    }

    @Test
    void theSameKeyWaitsForTheFirstRequest() throws Exception {
        String key = "key-" + incident;
        try (RawUpload raw = RawUpload.chunked(service.getPort(), incident, "Idempotency-Key: " + key + "\r\n")) {
            raw.writeChunk("customerRef\n1\n");
            awaitReceiving();

            upload("text/csv", "customerRef\n1\n", Map.of("Idempotency-Key", key))
                    .statusCode(409);
            assertThat(raw.finish()).startsWith("HTTP/1.1 201");
        }
        upload("text/csv", "customerRef\n1\n", Map.of("Idempotency-Key", key)).statusCode(422);
    }

    @Test
    void uploadsBeyondTheSlotsAreToldToComeAgain() throws Exception {
        List<RawUpload> held = new ArrayList<>();
        try {
            for (int i = 1; i <= 4; i++) {
                RawUpload raw = RawUpload.chunked(service.getPort(), incident);
                held.add(raw);
                raw.writeChunk("customerRef\n1\n");
                String begun = String.valueOf(i);
                await().until(
                                () -> query("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"),
                                begun::equals);
            }

            upload("text/csv", CSV).statusCode(503).header("Retry-After", notNullValue());
            assertThat(held.remove(0).finish()).startsWith("HTTP/1.1 201");
            upload("text/csv", CSV).statusCode(201);
        } finally {
            for (RawUpload raw : held) {
                raw.close();
            }
        }
        await().until(
                        () -> query("SELECT count(*) FROM record_set WHERE status = 'RECEIVING' AND incident_id = '"
                                + incident + "'"),
                        "0"::equals);
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

    private ValidatableResponse upload(String type, String body) {
        return upload(type, body, Map.of());
    }

    private ValidatableResponse upload(String type, String body, Map<String, String> headers) {
        return asIs().headers(headers)
                .contentType(type)
                .queryParam("name", "customers")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .body(not(containsString("Example,")));
    }

    private ValidatableResponse packed(String coding, byte[] body, Map<String, String> headers) {
        return asIs().headers(headers)
                .header("Content-Encoding", coding)
                .contentType("text/csv")
                .queryParam("name", "customers")
                .body(body)
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static RequestSpecification asIs() {
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("text/csv", ContentType.TEXT)
                .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT);
        return given().config(RestAssuredConfig.config().encoderConfig(encoder));
    }

    private UUID sealed(String type, String body) {
        return UUID.fromString(upload(type, body).statusCode(201).extract().path("id"));
    }

    private static ValidatableResponse rejects(UUID set, Map<String, Object> query) {
        return given().queryParams(query)
                .get("/api/v1/record-sets/{id}/rejects", set)
                .then();
    }

    private void awaitReceiving() {
        await().until(
                        () -> query("SELECT count(*) FROM record_set WHERE status = 'RECEIVING' AND incident_id = '"
                                + incident + "'"),
                        "1"::equals);
    }

    private UUID onlySet() {
        return UUID.fromString(query("SELECT id FROM record_set WHERE incident_id = '" + incident + "'"));
    }

    private void assertFailed(UUID set, String reason) {
        given().get("/api/v1/record-sets/{id}", set)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString(reason))
                .body("accepted", equalTo(0))
                .body("sealDigest", nullValue());
        assertThat(query("SELECT count(*) FROM affected_person WHERE record_set_id = '" + set + "'"))
                .isEqualTo("0");
    }

    private static String numbered(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i <= to; i++) {
            lines.append(i).append('\n');
        }
        return lines.toString();
    }

    private String query(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
