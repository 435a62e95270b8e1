package org.tocsin.evidence;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "auditor", roles = "auditor")
class EvidenceResourceTest {

    @Inject
    EvidenceLog log;

    @Inject
    EvidenceCommand command;

    private final UUID incident = UUID.randomUUID();

    @Test
    void findsTheServicesOwnChainIntact() throws SQLException {
        append("one");

        given().get("/api/v1/evidence/verification")
                .then()
                .statusCode(200)
                .body("intact", equalTo(true))
                .body("headHash", notNullValue())
                .body("firstBad", nullValue());
        assertThat(command.run()).isZero();
    }

    @Test
    void listsWhatWasDoneAboutAnIncident() {
        append("one");
        append("two");

        String next = given().get("/api/v1/incidents/" + incident + "/evidence?limit=1")
                .then()
                .statusCode(200)
                .body("items.detail.number", equalTo(List.of("one")))
                .body("items[0].actor", equalTo("writer"))
                .body("items[0].action", equalTo("INCIDENT_AMENDED"))
                .extract()
                .path("next");
        given().get("/api/v1/incidents/" + incident + "/evidence?limit=1&after=" + next)
                .then()
                .body("items.detail.number", equalTo(List.of("two")))
                .body("next", nullValue());
        given().get("/api/v1/incidents/" + UUID.randomUUID() + "/evidence")
                .then()
                .body("items", empty());
    }

    @Test
    void listsEverything() {
        append("one");

        given().get("/api/v1/evidence?limit=1").then().statusCode(200).body("items[0].seq", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/evidence", "/api/v1/evidence/verification"})
    @TestSecurity(
            user = "operator",
            roles = {"operator", "author", "approver", "support", "incident-system", "mail-feed"})
    void isForAuditorsOnly(String path) {
        given().get(path).then().statusCode(403);
        given().get("/api/v1/incidents/" + incident + "/evidence").then().statusCode(403);
    }

    private void append(String number) {
        Act act =
                new Act(incident, "writer", Action.INCIDENT_AMENDED, "incident:" + incident, Map.of("number", number));
        QuarkusTransaction.requiringNew().run(() -> log.append(act));
    }
}
