package org.tocsin.batch.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** More deliveries than one page holds, as pages and as a file. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class DeliveryListsTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final int PEOPLE = 2_001;

    @Test
    void everyDeliveryIsListedOnceAndEachPageAndTheWholeFileAreOneEntryOfTheEvidence() {
        UUID incident = API.openIncident();
        UUID batch = plan(incident);

        List<String> listed = new ArrayList<>();
        String after = null;
        do {
            JsonPath page = API.as("operator")
                    .queryParam("limit", 1000)
                    .queryParam("after", after == null ? "" : after)
                    .get("/api/v1/batches/{id}/deliveries", batch)
                    .jsonPath();
            listed.addAll(page.getList("items.deliveryId", String.class));
            after = page.getString("next");
        } while (after != null);
        List<String> lines = API.as("auditor")
                .get("/api/v1/batches/{id}/deliveries.csv", batch)
                .asString()
                .lines()
                .skip(1)
                .toList();

        assertThat(listed).hasSize(PEOPLE).doesNotHaveDuplicates();
        assertThat(lines).extracting(line -> line.split(",", 2)[0]).containsExactlyElementsOf(listed);
        assertThat(lines).allMatch(line -> line.contains("p***@example.org"));
        List<String> actions = API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList("items.findAll { it.detail.'for' != 'suppressed addresses' }.action");
        assertThat(Collections.frequency(actions, "RECORD_SET_READ"))
                .as("but for plans, which read when other tests have suppressed somebody")
                .isEqualTo(3);
        assertThat(Collections.frequency(actions, "BATCH_EXPORTED")).isEqualTo(1);
    }

    private static UUID plan(UUID incident) {
        String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
        StringBuilder csv = new StringBuilder("customerRef,email,locale\n");
        for (int i = 1; i <= PEOPLE; i++) {
            csv.append("%s-%d,p%d@example.org,en\n".formatted(tag, i, i));
        }
        return API.plan(Map.of(
                "incidentId", incident,
                "recordSetId", API.upload(incident, csv.toString()),
                "templateId", API.readyTemplate(),
                "channels", Map.of("mode", "ALL", "order", List.of("EMAIL"))));
    }
}
