package org.tocsin.affected.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
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
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.tocsin.affected.IncidentRows;
import org.tocsin.testing.TestDatabase;

/** Uploads to one incident as its system makes them, and what the service then says of them. */
abstract class UploadFixture {

    static final String CSV =
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

    @TestHTTPResource
    URI service;

    UUID incident;

    @BeforeEach
    void openIncident() throws SQLException {
        incident = IncidentRows.add(database);
    }

    ValidatableResponse upload(String type, String body) {
        return upload(type, body, Map.of());
    }

    ValidatableResponse upload(String type, String body, Map<String, String> headers) {
        return asIs().headers(headers)
                .contentType(type)
                .queryParam("name", "customers")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .body(not(containsString("Example,")));
    }

    static RequestSpecification asIs() {
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("text/csv", ContentType.TEXT)
                .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT);
        return given().config(RestAssuredConfig.config().encoderConfig(encoder));
    }

    UUID sealed(String type, String body) {
        return UUID.fromString(upload(type, body).statusCode(201).extract().path("id"));
    }

    static ValidatableResponse rejects(UUID set, Map<String, Object> query) {
        return given().queryParams(query)
                .get("/api/v1/record-sets/{id}/rejects", set)
                .then();
    }

    void awaitReceiving() {
        await().until(
                        () -> TestDatabase.text(
                                "SELECT count(*) FROM record_set WHERE status = 'RECEIVING' AND incident_id = '"
                                        + incident + "'"),
                        "1"::equals);
    }

    UUID onlySet() {
        return UUID.fromString(TestDatabase.text("SELECT id FROM record_set WHERE incident_id = '" + incident + "'"));
    }

    void assertFailed(UUID set, String reason) {
        given().get("/api/v1/record-sets/{id}", set)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString(reason))
                .body("accepted", equalTo(0))
                .body("sealDigest", nullValue());
        assertThat(TestDatabase.text("SELECT count(*) FROM affected_person WHERE record_set_id = '" + set + "'"))
                .isEqualTo("0");
    }
}
