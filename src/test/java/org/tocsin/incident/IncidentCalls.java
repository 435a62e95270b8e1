package org.tocsin.incident;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** Incidents by REST, as whoever the test is. */
final class IncidentCalls {

    static final String PATH = "/api/v1/incidents";

    private IncidentCalls() {}

    static String open() {
        return post(incident(newReference())).statusCode(201).extract().path("id");
    }

    static ValidatableResponse post(String incident) {
        return given().contentType(ContentType.JSON).body(incident).post(PATH).then();
    }

    static ValidatableResponse patch(String id, String patch) {
        return given().contentType(ContentType.JSON)
                .body(patch)
                .patch(PATH + "/" + id)
                .then();
    }

    static ValidatableResponse read(String id) {
        return given().get(PATH + "/" + id).then().statusCode(200);
    }

    static String newReference() {
        return "INC-" + UUID.randomUUID();
    }

    /** The example of the API description, so that it is proved to work. */
    static String incident(String reference) {
        return IncidentExamples.NEW.replace("INC-2026-0815", reference);
    }
}
