package org.tocsin.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "somebody", roles = "author")
class IdempotencyTest {

    private static final String BODY = "{\"text\": \"a\"}";

    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void doNothingDuringActs() {
        ProbeResource.duringAct = () -> {};
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probe/response", "/probe/rest-response"})
    void givesTheFirstAnswerAgain(String path) {
        int number = post(path, key, BODY).then().statusCode(201).extract().path("number");

        post(path, key, "{ \"text\" : \"\\u0061\" }")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .header("Location", endsWith("/probe/" + number))
                .contentType("application/json")
                .body("number", equalTo(number))
                .body("text", equalTo("a"));
        assertThat(ProbeResource.ACTS).hasValue(number);
    }

    @Test
    void givesAValueAgain() {
        int number =
                post("/probe/value", key, "").then().statusCode(200).extract().path("number");

        post("/probe/value", key, "")
                .then()
                .statusCode(200)
                .header("Idempotent-Replayed", "true")
                .body("number", equalTo(number));
    }

    @Test
    void actsOnceWithoutAnAnswerToo() {
        post("/probe/void", key, "").then().statusCode(204).header("Idempotent-Replayed", nullValue());
        int acts = ProbeResource.ACTS.get();

        post("/probe/void", key, "").then().statusCode(204).header("Idempotent-Replayed", "true");
        assertThat(ProbeResource.ACTS).hasValue(acts);
    }

    @Test
    void actsEachTimeWithoutAKey() {
        int first = post("/probe/value", null, "").then().extract().path("number");
        post("/probe/value", null, "").then().body("number", equalTo(first + 1));
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() {
        post("/probe/rest-response?name=x", key, BODY).then().statusCode(201);

        post("/probe/rest-response?name=x", key, "{\"text\": \"b\"}").then().statusCode(422);
        post("/probe/rest-response?name=y", key, BODY).then().statusCode(422);
        post("/probe/response", key, BODY).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "Zo\u00eb"})
    void refusesAKeyThatIsNone(String key) {
        post("/probe/value", key, "").then().statusCode(400);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        post("/probe/value", "k".repeat(255), "").then().statusCode(200);
        post("/probe/value", "k".repeat(256), "").then().statusCode(400);
    }

    @Test
    void triesAgainAfterAFailure() {
        ProbeResource.duringAct = () -> {
            throw new IllegalStateException("as if it crashed");
        };
        post("/probe/value", key, "").then().statusCode(500);

        ProbeResource.duringAct = () -> {};
        post("/probe/value", key, "").then().statusCode(200).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void refusesASecondRequestWhileTheFirstIsRunning() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ProbeResource.duringAct = () -> {
            running.countDown();
            await(mayEnd);
        };
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(
                () -> post("/probe/value", key, "").statusCode());
        await(running);

        post("/probe/value", key, "").then().statusCode(409);

        mayEnd.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response post(String path, String key, String body) {
        var request = given().contentType("application/json").body(body);
        return (key == null ? request : request.header("Idempotency-Key", key)).post(path);
    }
}
