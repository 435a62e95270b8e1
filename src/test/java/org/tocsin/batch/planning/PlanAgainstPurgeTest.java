package org.tocsin.batch.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tocsin.batch.BatchRequest;
import org.tocsin.batch.Batches;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A purge that comes while a batch over its set is being opened; the other order is in affected.PurgeTest. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class PlanAgainstPurgeTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    @Inject
    Batches batches;

    @Inject
    AgroalDataSource database;

    @Inject
    ObjectMapper json;

    @Test
    void thePurgeWaitsForTheBatchAndIsThenRefused() throws Exception {
        UUID incident = API.openIncident();
        UUID set = API.upload(incident, "customerRef,email\n1,ana@example.org\n2,bo@example.org\n");
        BatchRequest request = json.convertValue(
                Map.of("incidentId", incident, "recordSetId", set, "templateId", API.readyTemplate()),
                BatchRequest.class);
        QuarkusTransaction.begin();
        UUID batch = batches.open(request, "author").id;
        CompletableFuture<Response> purged = CompletableFuture.supplyAsync(() -> API.as("approver")
                .body(Map.of("reason", "everyone was told"))
                .post("/api/v1/record-sets/{id}/purge", set));
        await().until(this::aPurgeWaits);
        QuarkusTransaction.commit();

        purged.get().then().statusCode(409).body("detail", containsString(batch.toString()));
        assertThat(API.awaitStatus(batch, "DRAFT", "FAILED").getInt("people")).isEqualTo(2);
    }

    private boolean aPurgeWaits() throws SQLException {
        // As the service's own role: another one is not shown what it asks.
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM record_set%FOR UPDATE%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }
}
