package org.tocsin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    /** An annotation for the schema beside one for another status loses the schema: clients made of the description get nothing. */
    @Test
    void tellsWhatComesBackFromEachPostThatMakesSomething() {
        JsonPath api = given().accept("application/json").get("/q/openapi").jsonPath();
        Map<String, Map<String, ?>> paths = api.getMap("paths");

        List<String> making = paths.keySet().stream()
                .filter(path -> path.startsWith("/api/")) // the rest are the tests' own
                .filter(path -> api.get("paths.'" + path + "'.post.responses.'201'") != null)
                .toList();

        assertThat(making).contains("/api/v1/batches", "/api/v1/suppressions", "/api/v1/webhooks");
        assertThat(making)
                .filteredOn(path ->
                        api.get("paths.'" + path + "'.post.responses.'201'.content.'application/json'.schema") == null)
                .as("but for the upload in parts (tus), whose answer has no body")
                .containsExactly("/api/v1/uploads");
    }
}
