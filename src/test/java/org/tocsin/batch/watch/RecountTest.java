package org.tocsin.batch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
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

    @Inject
    MeterRegistry metrics;

    private UUID incident;
    private UUID batch;

    @BeforeEach
    void plan() {
        incident = API.openIncident();
        UUID people =
                API.upload(incident, "customerRef,name,email\nC-1,Ana,ana@example.org\nC-2,Bob,bob@example.org\n");
        batch = API.plan(Map.of("incidentId", incident, "recordSetId", people, "templateId", API.readyTemplate()));
    }

    @Test
    void whatAddsUpIsNotFound() {
        recountNow();

        assertThat(actions()).contains("BATCH_PLANNED").doesNotContain("COUNTS_DIFFER");
    }

    /** A large batch that is sent within the hour is counted at its end, and not while it is being sent. */
    @Test
    void aBatchIsNotCountedInItsFirstHour() {
        String shard = " WHERE batch_id = '" + batch + "' AND name = 'OUTSTANDING'";
        TestDatabase.execute("UPDATE batch_tally SET n = n + 1" + shard);

        recount.recountDue();

        assertThat(actions()).doesNotContain("COUNTS_DIFFER");
        TestDatabase.execute("UPDATE batch_tally SET n = n - 1" + shard);
    }

    @Test
    void countersThatDifferFromTheirRowsAreFoundAndToldUntilTheyAreRight() {
        String shard = " WHERE batch_id = '" + batch + "' AND name = 'OUTSTANDING'";
        double before = found();
        TestDatabase.execute("UPDATE batch_tally SET n = n + 1" + shard);

        recountNow();

        assertThat(actions()).contains("COUNTS_DIFFER");
        assertThat(found()).isEqualTo(before + 1);
        assertThat(health()).isEqualTo(503);

        TestDatabase.execute("UPDATE batch_tally SET n = n - 1" + shard);
        recountNow();
        assertThat(health()).isEqualTo(200);
    }

    @Test
    void aPersonWhoIsGoneIsFoundAlsoWhenTheCountersAgree() {
        String person = "(SELECT id FROM notice WHERE batch_id = '" + batch + "' AND position = 2)";
        String move = "UPDATE %s SET batch_id = '" + UUID.randomUUID() + "' WHERE %s = " + person;
        TestDatabase.execute(move.formatted("delivery", "notice_id"));
        TestDatabase.execute(move.formatted("notice", "id"));

        recountNow();

        assertThat(actions()).contains("COUNTS_DIFFER");
        TestDatabase.execute("UPDATE batch SET people = 1 WHERE id = '" + batch + "'");
        recountNow();
        assertThat(health()).isEqualTo(200);
    }

    @Test
    void anOutcomeThatTheDeliveriesContradictIsFound() {
        String of = " WHERE position = 1 AND batch_id = '" + batch + "'";
        TestDatabase.execute("UPDATE notice SET outcome = 'REACHED'" + of);

        recountNow();

        assertThat(actions()).contains("COUNTS_DIFFER");
        TestDatabase.execute("UPDATE notice SET outcome = 'OUTSTANDING'" + of);
        recountNow();
        assertThat(health()).isEqualTo(200);
    }

    @Test
    void aCancelledBatchIsLookedAtUntilItAddsUp() {
        String shard = " WHERE batch_id = '" + batch + "' AND name = 'EXCLUDED' AND kind = 'OUTCOME'";
        TestDatabase.execute("INSERT INTO batch_tally VALUES ('" + batch + "', 'OUTCOME', 'EXCLUDED', 0, 1)");
        recountNow();
        assertThat(health()).isEqualTo(503);
        API.as("author")
                .body(Map.of("reason", "never mind"))
                .post("/api/v1/admin/batches/{id}/cancel", batch)
                .then()
                .statusCode(200);
        TestDatabase.execute("DELETE FROM batch_tally" + shard);
        TestDatabase.execute("UPDATE batch SET recounted_at = now() - interval '2 hours' WHERE id = '" + batch + "'");

        recount.recountDue();

        assertThat(health()).isEqualTo(200);
    }

    private void recountNow() {
        TestDatabase.execute("UPDATE batch SET recounted_at = now() - interval '2 hours' WHERE id = '" + batch + "'");
        recount.recountDue();
    }

    private double found() {
        return metrics.counter("tocsin.batch.counts.differ").count();
    }

    private static int health() {
        return RestAssured.get("/q/health/well").statusCode();
    }

    private List<String> actions() {
        return API.as("auditor")
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.action");
    }
}
