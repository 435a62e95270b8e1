package org.tocsin.affected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.database.OncePerCluster;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** The end of a record set: what goes, what stays, and what stands in the way. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class PurgeTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final Map<String, String> BECAUSE = Map.of("reason", "everyone was told");
    private static final Duration KEPT = Duration.ofDays(730);

    @Inject
    Purge purge;

    @Inject
    AgroalDataSource database;

    @Inject
    OncePerCluster oncePerCluster;

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    private UUID incident;
    private UUID set;

    @BeforeEach
    void upload() {
        incident = API.openIncident();
        set = API.upload(
                incident,
                """
                customerRef,name,email,phone,locale
                %1$s-1,Ana Example,ana@%1$s.example.org,+12025550142,en
                %1$s-2,Bo Example,bo@%1$s.example.org,,en
                """
                        .formatted(tag));
    }

    @Test
    void whatWasPurgedOpensNobodyAndEverythingElseIsStillToldAndHolds() throws SQLException {
        UUID batch = API.approved(batch());
        API.awaitStatus(batch, "COMPLETED");
        API.as("support")
                .get("/api/v1/customers/{ref}/notices", tag + "-1")
                .then()
                .body("items[0].deliveries.address", hasItems("a***@" + tag + ".example.org"));
        assertThat(lookup("bo@" + tag + ".example.org")).hasSize(1);

        purge("approver")
                .then()
                .statusCode(200)
                .body("status", equalTo("PURGED"))
                .body("purgedAt", notNullValue());

        API.as("support")
                .get("/api/v1/customers/{ref}/notices", tag + "-1")
                .then()
                .statusCode(200)
                .body("items[0].outcome", equalTo("REACHED"))
                .body("items[0].deliveries.state", hasItems("ACCEPTED"))
                .body("items[0].deliveries.address", hasItems("purged"));
        API.as("auditor")
                .get("/api/v1/batches/{id}/deliveries", batch)
                .then()
                .body("items.address.unique()", contains("purged"));
        assertThat(API.as("auditor")
                        .get("/api/v1/batches/{id}/deliveries.csv", batch)
                        .asString())
                .contains("purged")
                .doesNotContain("***");
        assertThat(lookup("bo@" + tag + ".example.org")).isEmpty();
        API.as("author").get("/api/v1/record-sets/{id}", set).then().body("accepted", equalTo(2));
        assertThat(API.batch(batch).getInt("people")).isEqualTo(2);
        API.as("auditor").get("/api/v1/evidence/verification").then().body("intact", equalTo(true));
        API.as("auditor")
                .post("/api/v1/record-sets/{id}/verification", set)
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("status", equalTo("PURGED"))
                .body("records", equalTo(2));
        assertThat(TestDatabase.count("SELECT length(wrapped_data_key) FROM record_set WHERE id = ?", set))
                .isZero();
        assertThat(actions()).contains("RECORD_SET_PURGED", "RECORD_SET_READ", "BATCH_EXPORTED");

        purge("approver").then().statusCode(409);
        API.as("author").body(batch()).post("/api/v1/batches").then().statusCode(422);
    }

    @Test
    void onlyAnApproverPurgesAndWithAReason() {
        for (String role : List.of("author", "incident-system", "operator", "support", "auditor")) {
            purge(role).then().statusCode(403);
        }
        API.as("approver")
                .body(Map.of("reason", " "))
                .post("/api/v1/record-sets/{id}/purge", set)
                .then()
                .statusCode(400);
        API.as("approver")
                .body(BECAUSE)
                .post("/api/v1/record-sets/{id}/purge", UUID.randomUUID())
                .then()
                .statusCode(404);
        assertThat(status()).isEqualTo("SEALED");
    }

    @Test
    void aSetWithABatchThatHasNotEndedIsKept() {
        UUID batch = API.plan(batch());
        purge("approver").then().statusCode(409).body("detail", containsString(batch.toString()));
        API.submit(batch);
        purge("approver").then().statusCode(409).body("detail", containsString("SUBMITTED"));
        API.as("author").body(BECAUSE).post("/api/v1/admin/batches/{id}/cancel", batch);

        purge("approver").then().statusCode(200);
    }

    @Test
    void aBatchThatIsPlannedWhileTheSetIsPurgedIsRefused() throws Exception {
        Map<String, Object> batch = batch();
        QuarkusTransaction.begin();
        purge.purge(set, "everyone was told", "approver");
        CompletableFuture<Response> planned =
                CompletableFuture.supplyAsync(() -> API.as("author").body(batch).post("/api/v1/batches"));
        await().until(this::somebodyWaitsForTheSet);
        QuarkusTransaction.commit();

        planned.get().then().statusCode(422).body("violations.field", hasItems("recordSetId"));
        assertThat(status()).isEqualTo("PURGED");
    }

    @Test
    void aSetIsEitherPurgedOrPlannedOverWhicheverComesFirst() throws Exception {
        Map<String, Object> batch = batch();
        CyclicBarrier together = new CyclicBarrier(2);
        CompletableFuture<Response> planned = CompletableFuture.supplyAsync(() -> {
            meet(together);
            return API.as("author").body(batch).post("/api/v1/batches");
        });
        meet(together);
        int purged = purge("approver").statusCode();

        if (purged == 200) {
            planned.get().then().statusCode(422);
        } else {
            assertThat(purged).isEqualTo(409);
            UUID id = UUID.fromString(
                    planned.get().then().statusCode(201).extract().path("id"));
            assertThat(API.awaitStatus(id, "DRAFT", "FAILED").getString("status"))
                    .isEqualTo("DRAFT");
            assertThat(API.batch(id).getInt("people")).isEqualTo(2);
        }
    }

    @Test
    void aLegalHoldStopsThePurgeUntilAnApproverLiftsIt() {
        hold("author", "").then().statusCode(201).body("setBy", equalTo("author"));
        hold("operator", "").then().statusCode(409);
        hold("support", "").then().statusCode(403);
        API.as("auditor")
                .get("/api/v1/incidents/{id}/legal-hold", incident)
                .then()
                .statusCode(200)
                .body("reason", equalTo("everyone was told"));
        purge("approver").then().statusCode(409).body("detail", containsString("legal hold"));
        assertThat(purge.purgeUnlessNeeded(set, Instant.now(), "retention")).isFalse();
        hold("author", "/lift").then().statusCode(403);
        hold("approver", "/lift").then().statusCode(204);
        hold("approver", "/lift").then().statusCode(404);
        API.as("auditor")
                .get("/api/v1/incidents/{id}/legal-hold", incident)
                .then()
                .statusCode(404);

        purge("approver").then().statusCode(200);
        assertThat(actions()).contains("LEGAL_HOLD_SET", "LEGAL_HOLD_LIFTED", "RECORD_SET_PURGED");
    }

    @Test
    void aSetIsPurgedByItselfWhenItsRetentionIsOverAndNotBefore() {
        retention(KEPT.minusDays(1)).purgeDue();
        assertThat(status()).isEqualTo("SEALED");
        retention(KEPT.plusDays(1)).purgeDue();
        assertThat(status()).isEqualTo("PURGED");
        API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .then()
                .body("items.findAll { it.action == 'RECORD_SET_PURGED' }.actor", contains("system"))
                .body("items.findAll { it.action == 'RECORD_SET_PURGED' }.detail.people", contains(2));
    }

    @Test
    void theRetentionCountsFromTheLastBatch() {
        UUID batch = API.plan(batch());
        API.as("author").body(BECAUSE).post("/api/v1/admin/batches/{id}/cancel", batch);

        assertThat(purge.purgeUnlessNeeded(set, Instant.now().minusSeconds(3600), "retention"))
                .as("a batch of the last hour")
                .isFalse();
        assertThat(purge.purgeUnlessNeeded(set, Instant.now(), "retention")).isTrue();
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean somebodyWaitsForTheSet() throws SQLException {
        // As the service's own role: another one is not shown what it asks.
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM record_set%FOR KEY SHARE%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private Retention retention(Duration later) {
        return new Retention(database, oncePerCluster, purge, () -> KEPT, Clock.offset(Clock.systemUTC(), later));
    }

    private Response purge(String role) {
        return API.as(role).body(BECAUSE).post("/api/v1/record-sets/{id}/purge", set);
    }

    private Response hold(String role, String action) {
        return API.as(role).body(BECAUSE).post("/api/v1/incidents/{id}/legal-hold" + action, incident);
    }

    private String status() {
        return API.as("author").get("/api/v1/record-sets/{id}", set).jsonPath().getString("status");
    }

    private List<Object> lookup(String email) {
        return API.as("support")
                .body(Map.of("email", email, "purpose", "a test"))
                .post("/api/v1/customers/lookup")
                .jsonPath()
                .getList("items");
    }

    private List<String> actions() {
        return API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.action");
    }

    private Map<String, Object> batch() {
        return Map.of(
                "incidentId",
                incident,
                "recordSetId",
                set,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "ALL", "order", List.of("EMAIL")));
    }
}
