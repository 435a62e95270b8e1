package org.tocsin.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.testing.TestDatabase;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "writer", roles = "author")
class IncidentResourceTest {

    @Inject
    AgroalDataSource database;

    private final String reference = "INC-" + UUID.randomUUID();

    @Test
    void opensAnIncidentAndTellsWhoSetItsMilestones() {
        open().statusCode(201)
                .body("reference", equalTo(reference))
                .body("status", equalTo("OPEN"))
                .body("factsVersion", equalTo(1))
                .body("factsEditor", equalTo("writer"))
                .body("occurredFrom", equalTo("2026-08-19"))
                .body("dataInvolved", equalTo(List.of("NAME", "PHONE")))
                .body("facts.en.whatYouCanDo", containsString("wary"))
                .body("milestones.discovered", equalTo("2026-08-20T09:00:00Z"))
                .body("milestoneLog", hasSize(2))
                .body("milestoneLog[0].name", equalTo("contained"))
                .body("milestoneLog[0].recordedBy", equalTo("writer"));
    }

    @Test
    void findsItByIdAndByReference() {
        String id = open().extract().path("id");

        given().get("/api/v1/incidents/" + id).then().statusCode(200).body("reference", equalTo(reference));
        given().get("/api/v1/incidents?reference=" + reference)
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(id)))
                .body("next", nullValue());
        given().get("/api/v1/incidents?reference=unknown").then().body("items", empty());
        given().get("/api/v1/incidents/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void refusesASecondIncidentOfTheSameReference() {
        String id = open().extract().path("id");

        open().statusCode(409).body("incidentId", equalTo(id));
    }

    @Test
    void amendsWhatIsNamedAndKeepsTheRest() {
        String id = open().extract().path("id");

        amend(
                        id,
                        "{\"occurredTo\": \"2026-08-21\", \"facts\": {\"es\": {\"whatHappened\": \"a\", \"whatWeAreDoing\": \"b\", \"whatYouCanDo\": \"c\"}}}")
                .statusCode(200)
                .body("occurredTo", equalTo("2026-08-21"))
                .body("occurredFrom", equalTo("2026-08-19"))
                .body("facts.en.whatYouCanDo", containsString("wary"))
                .body("facts.es.whatHappened", equalTo("a"))
                .body("factsVersion", equalTo(2));
        given().get("/api/v1/incidents/" + id).then().body("facts.es.whatHappened", equalTo("a"));
    }

    @Test
    void countsOnlyChangesToWhatANoticeMaySay() {
        String id = open().extract().path("id");

        amend(id, "{\"title\": \"Another title\"}").body("factsVersion", equalTo(1));
        amend(id, "{\"milestones\": {\"contained\": null, \"determined\": \"2026-08-22T15:00:00Z\"}}")
                .body("factsVersion", equalTo(1))
                .body("milestones.keySet()", equalTo(java.util.Set.of("determined", "discovered")));
        amend(id, "{\"milestones\": {\"discovered\": \"2026-08-20T08:00:00Z\"}}")
                .body("factsVersion", equalTo(2));
    }

    @Test
    void writesEachChangeIntoTheEvidenceWithoutItsWords() throws SQLException {
        String id = open().extract().path("id");
        amend(id, "{\"title\": \"Another title\", \"organisation\": \"Example Mobile\"}");
        amend(id, "{}");

        List<String> acts = evidenceOf(id);
        assertThat(acts).hasSize(2);
        assertThat(acts.get(0)).startsWith("INCIDENT_OPENED writer").contains(reference);
        assertThat(acts.get(1))
                .startsWith("INCIDENT_AMENDED writer")
                .contains("[\"organisation\",\"title\"]")
                .doesNotContain("Mobile", "Another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"text\"",
                "{\"colour\": 1}",
                "{\"colour\": null}",
                "{\"title\": null}",
                "{\"title\": 7}",
                "{\"facts\": null}",
                "{\"facts\": {\"en\": {\"more\": \"words\"}}}",
                "{\"dataInvolved\": [\"SHOE_SIZE\"]}",
                "{\"dataInvolved\": [null]}",
                "{\"notInvolved\": [\"PHONE\"]}",
                "{\"contacts\": {\"url\": \"http://example.org\"}}",
                "{\"title\": \"\\u0000\"}"
            })
    void refusesAPatchThatLeavesNoValidIncident(String patch) {
        String id = open().extract().path("id");

        amend(id, patch).statusCode(400).contentType("application/problem+json").body(not(containsString("SHOE_SIZE")));
        given().get("/api/v1/incidents/" + id).then().body("factsVersion", equalTo(1));
    }

    @Test
    void keepsTheReference() {
        String id = open().extract().path("id");

        amend(id, "{\"reference\": \"OTHER\"}").statusCode(422).body("violations[0].field", equalTo("reference"));
        amend(id, "{\"reference\": \"" + reference + "\"}").statusCode(200);
    }

    @Test
    void pagesThroughIncidents() {
        open();
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            var page = given().get("/api/v1/incidents?limit=1&after=" + next)
                    .then()
                    .statusCode(200)
                    .extract();
            seen.addAll(page.<List<String>>path("items.reference"));
            next = page.path("next");
        }
        assertThat(seen).doesNotHaveDuplicates().contains(reference);
    }

    @Test
    @TestSecurity(user = "reader", roles = "support")
    void letsSupportReadAndNotWrite() {
        given().get("/api/v1/incidents").then().statusCode(200);
        open().statusCode(403);
        amend(UUID.randomUUID().toString(), "{}").statusCode(403);
    }

    @Test
    @TestSecurity(user = "feed", roles = "mail-feed")
    void letsTheMailFeedSeeNothing() {
        given().get("/api/v1/incidents").then().statusCode(403);
    }

    private ValidatableResponse open() {
        return given().contentType("application/json")
                .body(IncidentExamples.FORM.replace("INC-2026-0815", reference))
                .post("/api/v1/incidents")
                .then();
    }

    private static ValidatableResponse amend(String id, String patch) {
        return given().contentType("application/merge-patch+json")
                .body(patch)
                .patch("/api/v1/incidents/" + id)
                .then();
    }

    private List<String> evidenceOf(String id) throws SQLException {
        String sql =
                "SELECT action || ' ' || actor || ' ' || detail FROM evidence_entry WHERE incident_id = ? ORDER BY seq";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(id));
            List<String> acts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    acts.add(rows.getString(1));
                }
            }
            return acts;
        }
    }
}
