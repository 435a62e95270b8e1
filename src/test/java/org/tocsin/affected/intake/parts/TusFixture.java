package org.tocsin.affected.intake.parts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.tocsin.affected.IncidentRows;
import org.tocsin.testing.TestDatabase;

/** A client that sends files in parts for one incident, by the tus protocol. */
abstract class TusFixture {

    static final String PART_TYPE = "application/offset+octet-stream";
    static final byte[] CSV = csv(20_000);

    @Inject
    DataSource database;

    @TestHTTPResource
    URI service;

    UUID incident;

    @BeforeEach
    void openIncident() throws SQLException {
        incident = IncidentRows.add(database);
    }

    UUID begin(int length) {
        return begin(length, "text/csv", null);
    }

    UUID begin(int length, String type, String encoding) {
        String location = create(Integer.toString(length), metadata(type, encoding), "1.0.0")
                .statusCode(201)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Expires", notNullValue())
                .extract()
                .header("Location");
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    static ValidatableResponse create(String length, String metadata, String version) {
        RequestSpecification request = given().header("Tus-Resumable", version);
        if (length != null) {
            request.header("Upload-Length", length);
        }
        if (metadata != null) {
            request.header("Upload-Metadata", metadata);
        }
        return request.post("/api/v1/uploads").then();
    }

    String metadata(String type, String encoding) {
        return "incidentId " + base64(incident.toString()) + ",name " + base64("kunden") + ",filetype " + base64(type)
                + (encoding == null ? "" : ",encoding " + base64(encoding)) + ",relativePath " + base64("x");
    }

    static ValidatableResponse part(UUID upload, long offset, byte[] bytes, String checksum) {
        RequestSpecification request = tus().contentType(PART_TYPE).header("Upload-Offset", offset);
        if (checksum != null) {
            request.header("Upload-Checksum", checksum);
        }
        return request.body(bytes).patch("/api/v1/uploads/{id}", upload).then();
    }

    static RequestSpecification tus() {
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(PART_TYPE, ContentType.BINARY);
        return given().config(RestAssuredConfig.config().encoderConfig(encoder)).header("Tus-Resumable", "1.0.0");
    }

    /** The set that an upload became. */
    static UUID sealed(UUID upload) {
        String set = await().until(
                        () -> given().get("/api/v1/uploads/{id}", upload)
                                .then()
                                .body("failure", nullValue())
                                .extract(),
                        answer -> "SEALED".equals(answer.path("status")))
                .path("recordSetId");
        return UUID.fromString(set);
    }

    static long offset(UUID upload) {
        return Long.parseLong(tus().head("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(200)
                .extract()
                .header("Upload-Offset"));
    }

    static void assertOffset(UUID upload, long expected) {
        assertThat(offset(upload)).isEqualTo(expected);
    }

    void assertNothingLeft(UUID upload) {
        assertThat(TestDatabase.text("SELECT count(*) FROM upload_block WHERE upload_id = '" + upload + "'"))
                .isEqualTo("0");
    }

    static byte[] csv(int people) {
        StringBuilder csv = new StringBuilder("customerRef,email\n");
        for (int i = 1; i <= people; i++) {
            csv.append('C').append(i).append(",person").append(i).append("@example.org\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    static String digest(String algorithm, byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
