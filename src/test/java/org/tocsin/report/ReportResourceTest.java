package org.tocsin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** The reports as callers get them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class ReportResourceTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aBatchThatWasSentIsReportedInBothForms() {
        UUID incident = API.openIncident();
        UUID set = API.upload(
                incident,
                """
                customerRef,name,email,locale,country,region
                %1$s-1,Ana Example,ana@%1$s.example.org,en,US,NY
                %1$s-2,Bo Example,bo@%1$s.example.org,es,US,
                %1$s-3,Cy Example,,es,,
                """
                        .formatted(tag));
        UUID batch = API.approved(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                set,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "ALL", "order", List.of("EMAIL"))));
        API.awaitStatus(batch, "COMPLETED");

        String figures =
                API.batch(batch).getBoolean("simulated") ? "sections.SIMULATED.figures." : "sections.REAL.figures.";
        API.as("auditor")
                .get("/api/v1/batches/{id}/report", batch)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("asOf", notNullValue())
                .body("status", equalTo("COMPLETED"))
                .body("figures.people.total", equalTo(3))
                .body("figures.people.reachedUnconfirmed", equalTo(2))
                .body("figures.people.unreached", equalTo(1))
                .body("figures.unreached.'EMAIL NO_USABLE_ADDRESS'", equalTo(1))
                .body("figures.byRegion.US.NY.reachedUnconfirmed", equalTo(1))
                .body("figures.byRegion.US.unknown.reachedUnconfirmed", equalTo(1))
                .body("figures.byLocale.es.unreached", equalTo(1))
                .body("figures.byChannel.EMAIL.deliveries.ACCEPTED", equalTo(2))
                .body("figures.told.people", equalTo(2))
                .body("figures.told.fromApproval.last", startsWith("PT"));
        API.as("operator")
                .get("/api/v1/incidents/{id}/report", incident)
                .then()
                .statusCode(200)
                .body(figures + "people.total", equalTo(3))
                .body("batches[0].people.total", equalTo(3));
        String table = API.as("author")
                .accept("text/csv")
                .get("/api/v1/batches/{id}/report", batch)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();
        assertThat(table).startsWith("figure,section,purpose,").doesNotContain("example.org");
        assertThat(API.as("incident-system")
                        .get("/api/v1/incidents/{id}/report.csv", incident)
                        .then()
                        .statusCode(200)
                        .contentType(startsWith("text/csv"))
                        .extract()
                        .asString())
                .contains("coverage,", "inNoBatch");
    }

    @Test
    void whoeverMayReadBatchesMayReadReportsAndNobodyElse() {
        UUID nothing = UUID.randomUUID();
        for (String role : List.of("incident-system", "author", "approver", "operator", "auditor")) {
            API.as(role).get("/api/v1/batches/{id}/report", nothing).then().statusCode(404);
            API.as(role)
                    .accept("text/csv")
                    .get("/api/v1/incidents/{id}/report", nothing)
                    .then()
                    .statusCode(404);
        }
        API.as("support").get("/api/v1/batches/{id}/report", nothing).then().statusCode(403);
        API.as("support")
                .get("/api/v1/incidents/{id}/report.csv", nothing)
                .then()
                .statusCode(403);
    }
}
