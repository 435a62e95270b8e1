package org.tocsin.affected.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.affected.People;
import org.tocsin.testing.TestDatabase;

/** What becomes of an upload that can be used, and who may make one and read it. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class UploadResourceTest extends UploadFixture {

    @Inject
    People people;

    @Test
    void csvBecomesASealedSet() {
        String location = upload("text/csv", CSV)
                .statusCode(201)
                .body("incidentId", equalTo(incident.toString()))
                .body("name", equalTo("customers"))
                .body("status", equalTo("SEALED"))
                .body("uploader", equalTo("uploader"))
                .body("accepted", equalTo(3))
                .body("rejected", equalTo(2))
                .body("warnings", equalTo(3))
                .body("duplicates", equalTo(1))
                .body("attributes", contains("tariff"))
                .body("digest", matchesPattern("[0-9a-f]{64}"))
                .body("sealDigest", matchesPattern("[0-9a-f]{64}"))
                .body("sealedAt", notNullValue())
                .extract()
                .header("Location");

        String set = given().get(location).then().statusCode(200).extract().path("id");
        assertThat(location).endsWith("/api/v1/record-sets/" + set);
        assertThat(people.find(UUID.fromString(set), "1").orElseThrow().phone()).isEqualTo("+12025550142");
        assertThat(TestDatabase.text(
                        "SELECT string_agg(action || ' ' || actor || ' ' || subject, ', ') FROM evidence_entry"
                                + " WHERE incident_id = '" + incident + "'"))
                .isEqualTo("RECORD_SET_SEALED uploader record-set:" + set);
    }

    @Test
    void everyFormatSaysTheSame() {
        String ndjson =
                """
                {"customerRef":"1","name":"Ana Example","dataTypes":["NAME","SSN"],"score":7}
                {"customerRef":"2","name":"Bo Example"}
                """;
        String json = "[" + String.join(",", ndjson.strip().split("\n")) + "]";
        String csv = "customerRef,name,dataTypes,score\n1,Ana Example,NAME;SSN,7\n2,Bo Example,,\n";

        UUID fromNdjson = sealed("application/x-ndjson", ndjson);
        UUID fromJson = sealed("application/json", json);
        UUID fromCsv = sealed("text/csv; charset=UTF-8", csv);

        assertThat(people.find(fromNdjson, "1")).isPresent().isEqualTo(people.find(fromCsv, "1"));
        assertThat(people.find(fromJson, "1")).isPresent().isEqualTo(people.find(fromCsv, "1"));
        assertThat(people.find(fromJson, "2")).isPresent().isEqualTo(people.find(fromCsv, "2"));
    }

    @Test
    void findingsTellWhereAndWhyAndNothingOfTheRecord() {
        UUID set = sealed("text/csv", CSV);

        String all = rejects(set, Map.of())
                .statusCode(200)
                .body("items.line", contains(3, 3, 3, 4, 5, 6))
                .body("items.kind", contains("WARNING", "WARNING", "WARNING", "REJECT", "DUPLICATE", "REJECT"))
                .body("next", nullValue())
                .extract()
                .asString();
        assertThat(all).doesNotContain("Example", "example", "555", "SHOE");
        rejects(set, Map.of("kind", "REJECT")).body("items.field", contains("customerRef", "record"));
        rejects(set, Map.of("kind", "DUPLICATE")).body("items", hasSize(1));
        rejects(set, Map.of("kind", "WARNING")).body("items.field", contains("dataTypes", "email", "phone"));
        rejects(set, Map.of("kind", "ALL")).statusCode(400);
        rejects(UUID.randomUUID(), Map.of()).statusCode(404);
    }

    @Test
    void findingsComeInPages() {
        UUID set = sealed("text/csv", CSV);
        List<String> fields = new ArrayList<>();
        String after = null;
        do {
            Map<String, Object> query = after == null ? Map.of("limit", 2) : Map.of("limit", 2, "after", after);
            ValidatableResponse page = rejects(set, query).statusCode(200);
            fields.addAll(page.extract().path("items.field"));
            after = page.extract().path("next");
        } while (after != null);

        assertThat(fields).containsExactly("dataTypes", "email", "phone", "customerRef", "customerRef", "record");
    }

    @Test
    void theSetsOfAnIncidentAreListed() {
        UUID first = sealed("text/csv", "customerRef\n1\n");
        UUID second = sealed("text/csv", "customerRef\n2\n");

        given().get("/api/v1/incidents/{id}/record-sets", incident)
                .then()
                .statusCode(200)
                .body("items.id", contains(first.toString(), second.toString()))
                .body("next", nullValue());
        given().get("/api/v1/incidents/{id}/record-sets", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    @TestSecurity(user = "approver", roles = Role.APPROVER)
    void whoMayNotUploadMayRead() {
        upload("text/csv", CSV).statusCode(403);
        given().get("/api/v1/incidents/{id}/record-sets", incident).then().statusCode(200);
    }

    @Test
    @TestSecurity(
            user = "operator",
            roles = {Role.OPERATOR, Role.SUPPORT, Role.MAIL_FEED})
    void othersSeeNothing() {
        given().get("/api/v1/record-sets/{id}", UUID.randomUUID()).then().statusCode(403);
        given().get("/api/v1/record-sets/{id}/rejects", UUID.randomUUID())
                .then()
                .statusCode(403);
        given().get("/api/v1/incidents/{id}/record-sets", incident).then().statusCode(403);
    }
}
