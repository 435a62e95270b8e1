package org.tocsin.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class HttpMannersTest {

    @Test
    void answersUnknownAddressesWithAProblem() {
        problem(given().get("/nowhere"), 404);
        problem(given().get("/api/v1/nowhere"), 404);
        problem(given().get("/probe/" + "x"), 404);
        problem(given().get("/q/nowhere"), 404);
        problem(given().post("/nowhere"), 404);
    }

    @Test
    void answersWrongMethodsAndMediaTypesWithAProblem() {
        problem(given().put("/probe"), 405);
        problem(given().contentType("text/plain").body("x").post("/probe"), 415);
        problem(given().accept("image/png").get("/probe"), 406);
    }

    @Test
    void challengesWhoHasNoCredentials() {
        problem(given().get("/probe/auditors"), 401).header("WWW-Authenticate", startsWith("basic "));
    }

    @Test
    @TestSecurity(user = "someone", roles = "support")
    void refusesAnotherRoleAndACallWithoutARule() {
        problem(given().get("/probe/auditors"), 403);
        problem(given().get("/probe/nobody"), 403);
    }

    @Test
    void namesViolationsByTheirPath() {
        problem(post("{\"text\": \" \", \"map\": {\"en\": {\"text\": null}}}"), 400)
                .body("violations.field", hasItem("text"))
                .body("violations.field", hasItem("map[en].text"))
                .body("violations.message", everyItem(startsWith("must not be ")));
        problem(post("{\"text\": \" \"}"), 400)
                .body("detail", equalTo("The request is not valid; see violations."))
                .body("violations", equalTo(List.of(Map.of("field", "text", "message", "must not be blank"))));
        problem(post(""), 400).body("violations[0].field", equalTo("body"));
        problem(post("{\"text\": \"x\", \"colour\": \"jane.doe@example.org\"}"), 400)
                .body("violations[0].field", equalTo("colour"))
                .body("violations[0].message", equalTo("must be one of RED, GREEN"));
        problem(post("{\"text\": \"x\", \"size\": 1}"), 400).body("violations[0].field", equalTo("size"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"text\": \"jane.doe@example.org\"} x",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"\\u0000\"}",
                "{\"text\": \"\\ud800\"}",
                "{\"text\": 1}"
            })
    void refusesBrokenBodies(String body) {
        problem(post(body), 400);
    }

    @Test
    void refusesBodiesInOtherEncodings() {
        for (String encoding : new String[] {"ISO-8859-1", "UTF-32"}) {
            byte[] bytes = "{\"text\": \"Zo\u00eb\ud83d\ude00\"}".getBytes(java.nio.charset.Charset.forName(encoding));
            bytes[bytes.length - 3] = (byte) 0xff;
            problem(given().contentType("application/json").body(bytes).post("/probe"), 400);
        }
    }

    @Test
    void refusesDeepAndLongBodies() {
        problem(post("{\"map\":" + "[".repeat(100_000)), 400);
        problem(post("{\"text\": \"" + "a".repeat(3 << 20) + "\"}"), 413);
        problem(post("{\"text\": \"" + "a".repeat((1 << 20) + 1) + "\"}"), 400);
    }

    @Test
    void cutsBodiesThatDeclareNoLength() throws Exception {
        try (RawRequest request = new RawRequest()) {
            assertThat(request.postChunked("/probe", "application/json", "{", " ", 3 << 20))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json");
        }
        try (RawRequest request = new RawRequest()) {
            assertThat(request.postChunked("/probe/form", "application/x-www-form-urlencoded", "text=", "a", 3 << 20))
                    .startsWith("HTTP/1.1 413 ");
        }
        try (RawRequest request = new RawRequest()) {
            assertThat(request.postChunked(
                            "/probe/form", "application/x-www-form-urlencoded", "text=a", "&text=a", 3 << 20))
                    .startsWith("HTTP/1.1 400 ");
        }
        try (RawRequest request = new RawRequest()) {
            assertThat(request.postChunked("/probe", "application/json", "{\"text\": \"", "a", 3 << 19))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void answersClientsThatWriteALongBodyBeforeTheyRead() {
        String body = "a".repeat(3 << 20);

        problem(given().contentType("text/plain").body(body).post("/probe/auditors"), 405);
        problem(given().contentType("application/json").body(body).post("/probe/value"), 401);
        problem(
                given().contentType("application/json")
                        .body("]" + body.substring(1 << 20))
                        .post("/probe"),
                413);
    }

    @Test
    void letsAStreamingCallTakeAnyLength() {
        given().contentType("text/plain")
                .body("a".repeat(3 << 20))
                .post("/probe/stream")
                .then()
                .statusCode(200)
                .body(equalTo("" + (3 << 20)));
    }

    @Test
    void refusesAddressesThatAreNoText() throws Exception {
        for (String target :
                new String[] {"/probe/%00", "/probe?after=%00", "/probe/%ff", "/probe?after=%zz", "/probe/%"}) {
            try (RawRequest request = new RawRequest()) {
                assertThat(request.get(target))
                        .as(target)
                        .startsWith("HTTP/1.1 400 ")
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void refusesPagesOutOfRange() {
        given().get("/probe?limit=2")
                .then()
                .statusCode(200)
                .body("items", contains(1, 2))
                .body("next", notNullValue());
        problem(given().get("/probe?limit=0"), 400).body("violations[0].field", equalTo("limit"));
        problem(given().get("/probe?limit=ten"), 400).body("violations[0].field", equalTo("limit"));
        problem(given().get("/probe?after=***"), 400).body("violations[0].field", equalTo("after"));
    }

    @Test
    void tellsNothingOfABug() {
        for (String kind : new String[] {"bug", "error"}) {
            problem(given().delete("/probe?with=" + kind), 500)
                    .body("instance", startsWith("urn:uuid:"))
                    .body("detail", containsString("`instance`"));
        }
    }

    @Test
    void asksForPatienceWhileTheDatabaseIsAway() {
        problem(given().delete("/probe?with=outage"), 503).header("Retry-After", "5");
        problem(given().delete("/probe?with=unavailable"), 503).header("Retry-After", "7");
    }

    @Test
    void saysHowBrowsersShouldBehave() {
        given().get("/probe")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Strict-Transport-Security", nullValue());
        given().header("X-Forwarded-Proto", "https")
                .get("/probe")
                .then()
                .header("Strict-Transport-Security", startsWith("max-age="));
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'self'"));
        given().get("/nowhere").then().header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void describesItselfInOpenApi() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/probe"))
                .body("paths.'/probe'.get.parameters.name", hasSize(2))
                .body("components.securitySchemes.keySet()", equalTo(Set.of("basic", "bearer")))
                .body("security", hasSize(2))
                .body("paths.'/api/v1/admin/accounts'.post", not(hasKey("security")));
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post("/probe");
    }

    private static ValidatableResponse problem(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", notNullValue())
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body(not(containsString("jane")))
                .body(not(containsString("Exception")));
    }
}
