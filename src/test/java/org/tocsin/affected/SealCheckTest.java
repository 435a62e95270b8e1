package org.tocsin.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** An auditor asks whether the people of a set are still those that were sealed. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class SealCheckTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    @Inject
    AgroalDataSource database;

    private final String tag = "v" + UUID.randomUUID().toString().substring(0, 8);
    private UUID incident;
    private UUID set;

    @BeforeEach
    void upload() {
        incident = API.openIncident();
        set = API.upload(incident, "customerRef,email\n" + tag + "-1,ana@example.org\n" + tag + "-2,bo@example.org\n");
    }

    @Test
    void whatWasSealedIsValidAndTheCheckIsInTheEvidence() {
        JsonPath checked = verify(set).statusCode(200).extract().jsonPath();

        assertThat(checked.getBoolean("valid")).isTrue();
        assertThat(checked.getString("status")).isEqualTo("SEALED");
        assertThat(checked.getInt("records")).isEqualTo(2);
        assertThat(checked.getInt("accepted")).isEqualTo(2);
        assertThat(List.of(checked.getString("sealDigest"), checked.getString("evidenceDigest")))
                .containsOnly(checked.getString("digest"));
        JsonPath evidence = API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath();
        assertThat(evidence.getMap("items.find { it.action == 'RECORD_SET_VERIFIED' }"))
                .containsEntry("actor", "auditor")
                .containsEntry("subject", "record-set:" + set)
                .containsEntry(
                        "detail", Map.of("valid", true, "records", 2, "digest", checked.getString("sealDigest")));
    }

    @Test
    void aRowThatWasChangedPastTheApiIsTold() throws SQLException {
        pastTheTriggers(
                "UPDATE affected_person SET locale = 'sv' WHERE record_set_id = '" + set + "' AND position = 2");

        JsonPath checked = verify(set)
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("records", equalTo(2))
                .extract()
                .jsonPath();
        assertThat(checked.getString("digest")).isNotEqualTo(checked.getString("sealDigest"));

        pastTheTriggers(
                "UPDATE record_set SET seal_digest = '" + checked.getString("digest") + "' WHERE id = '" + set + "'");
        // Another seal does not help: the evidence has the first.
        verify(set).body("valid", equalTo(false)).body("evidenceDigest", equalTo(checked.getString("sealDigest")));
    }

    @Test
    void aRowThatWasTakenOutIsTold() throws SQLException {
        pastTheTriggers("DELETE FROM affected_person WHERE record_set_id = '" + set + "' AND position = 1");

        verify(set)
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("records", equalTo(1))
                .body("accepted", equalTo(2));
    }

    @Test
    void oneIsCheckedAtATime() throws Exception {
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("LOCK TABLE affected_person IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<ValidatableResponse> first = CompletableFuture.supplyAsync(() -> verify(set));
            await().until(this::theFirstRowsAreAskedFor);

            verify(set).statusCode(503).header("Retry-After", notNullValue());

            owner.rollback();
            first.get().statusCode(200).body("valid", equalTo(true));
        }
    }

    private boolean theFirstRowsAreAskedFor() throws SQLException {
        // As the service's own role: another one is not shown what it asks.
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%max(position)%affected_person%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    @Test
    void onlyAnAuditorAsksAndOnlyOfWhatWasSealed() {
        for (String role : List.of("incident-system", "author", "approver", "operator", "support")) {
            API.as(role)
                    .post("/api/v1/record-sets/{id}/verification", set)
                    .then()
                    .statusCode(403);
        }
        verify(UUID.randomUUID()).statusCode(404);
        String failed = API.as("incident-system")
                .contentType("text/csv; charset=UTF-8")
                .queryParam("name", "customers")
                .body("customerRef,email\n,nobody@example.org\n")
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .statusCode(not(201))
                .body("recordSetId", notNullValue())
                .extract()
                .path("recordSetId");
        verify(UUID.fromString(failed)).statusCode(409);
    }

    private static ValidatableResponse verify(UUID set) {
        return API.as("auditor")
                .post("/api/v1/record-sets/{id}/verification", set)
                .then();
    }

    /** What somebody could do who owns the tables. */
    private static void pastTheTriggers(String sql) throws SQLException {
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute("BEGIN; ALTER TABLE affected_person DISABLE TRIGGER USER;"
                    + " ALTER TABLE record_set DISABLE TRIGGER USER; " + sql
                    + "; ALTER TABLE affected_person ENABLE TRIGGER USER;"
                    + " ALTER TABLE record_set ENABLE TRIGGER USER; COMMIT");
        }
    }
}
