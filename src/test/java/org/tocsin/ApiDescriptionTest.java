package org.tocsin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

/** What the description of the API says of the calls by which a person moves a batch: any of them can come too late. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ApiDescriptionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/batches/{id}/submission",
                "/api/v1/admin/batches/{id}/approval",
                "/api/v1/admin/batches/{id}/pause",
                "/api/v1/admin/batches/{id}/resume",
                "/api/v1/admin/batches/{id}/cancel",
                "/api/v1/admin/batches/{id}/held-deliveries/decision",
                "/api/v1/admin/stop"
            })
    void tellsTheAnswerAndWhenThereIsAConflict(String path) {
        String responses = "paths.'" + path + "'.post.responses.";
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(responses + "keySet()", hasItems("200", "409"))
                .body(responses + "'200'.content", notNullValue())
                .body(responses + "'409'.description", notNullValue());
    }
}
