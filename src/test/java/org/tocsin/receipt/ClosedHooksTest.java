package org.tocsin.receipt;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

/** A service that no mail provider is configured for takes no calls of theirs. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ClosedHooksTest {

    @ParameterizedTest
    @ValueSource(strings = {"/hooks/email/ses", "/hooks/email/sendgrid"})
    void thereIsNoHook(String path) {
        given().contentType("application/json")
                .body("[]")
                .post(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("There is no such hook."));
    }
}
