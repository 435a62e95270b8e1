package org.tocsin.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class RecountTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    @Inject
    Recount recount;

    @Test
    void countersThatDifferFromTheirRowsAreFoundAndRightOnesAreNot() throws SQLException {
        UUID incident = API.openIncident();
        UUID people =
                API.upload(incident, "customerRef,name,email\nC-1,Ana,ana@example.org\nC-2,Bob,bob@example.org\n");
        UUID batch = API.plan(Map.of("incidentId", incident, "recordSetId", people, "templateId", API.readyTemplate()));
        recount.recountDue();
        assertThat(actions(incident)).contains("BATCH_PLANNED").doesNotContain("COUNTS_DIFFER");

        String shard = " WHERE batch_id = '" + batch + "' AND name = 'OUTSTANDING'";
        sql("UPDATE batch_tally SET n = n + 1" + shard);
        sql("UPDATE batch SET recounted_at = NULL WHERE id = '" + batch + "'");
        recount.recountDue();

        assertThat(actions(incident)).contains("COUNTS_DIFFER");
        sql("UPDATE batch_tally SET n = n - 1" + shard);
    }

    private static List<String> actions(UUID incident) {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.action");
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = TestDatabase.asOwner();
                Statement doing = connection.createStatement()) {
            doing.execute(statement);
        }
    }
}
