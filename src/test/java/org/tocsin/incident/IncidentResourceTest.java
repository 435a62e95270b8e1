package org.tocsin.incident;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.tocsin.incident.IncidentCalls.PATH;
import static org.tocsin.incident.IncidentCalls.incident;
import static org.tocsin.incident.IncidentCalls.newReference;
import static org.tocsin.incident.IncidentCalls.open;
import static org.tocsin.incident.IncidentCalls.patch;
import static org.tocsin.incident.IncidentCalls.post;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** Incidents as they are opened, found and read. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IncidentResourceTest {

    @Inject
    Incidents incidents;

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anIncidentIsOpenedAndRead() {
        String reference = newReference();
        String location = post(incident(reference))
                .statusCode(201)
                .body("id", not(nullValue()))
                .extract()
                .header("Location");

        given().get(location)
                .then()
                .statusCode(200)
                .body("reference", equalTo(reference))
                .body("status", equalTo("OPEN"))
                .body("title", equalTo("Copied customer list"))
                .body("organisation", equalTo("Example Telecom"))
                .body("occurredFrom", equalTo("2026-08-19"))
                .body("occurredTo", equalTo("2026-08-20"))
                .body("dataInvolved", equalTo(List.of("NAME", "PHONE")))
                .body("notInvolved", equalTo(List.of("SSN", "PAYMENT_CARD", "CREDENTIALS")))
                .body("facts.en.whatHappened", equalTo("On 19 August somebody copied a list of customers."))
                .body("facts.es.whatYouCanDo", equalTo("Desconfíe de llamadas que pidan más datos."))
                .body("milestones.discovered", equalTo("2026-08-20T09:00:00Z"))
                .body("milestones.contained", equalTo("2026-08-20T11:30:00Z"))
                .body("milestoneLog.name", equalTo(List.of("contained", "discovered")))
                .body("milestoneLog.recordedBy", equalTo(List.of("author", "author")))
                .body("contacts.phone", equalTo("+12025550100"))
                .body("contacts.hours", equalTo("08:00-20:00"))
                .body("factsVersion", equalTo(1))
                .body("factsEditor", equalTo("author"))
                .body("createdBy", equalTo("author"));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aReferenceIsTakenOnce() {
        String reference = newReference();
        post(incident(reference)).statusCode(201);

        post(incident(reference)).statusCode(409).body("detail", containsString("reference"));
        given().queryParam("reference", reference)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].reference", equalTo(reference))
                .body("next", nullValue());
        given().queryParam("reference", newReference()).get(PATH).then().body("items", empty());
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSameRequestTwiceOpensOnce() {
        String key = UUID.randomUUID().toString();
        String incident = incident(newReference());
        String id = given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(incident)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(incident)
                .post(PATH)
                .then()
                .statusCode(201)
                .body("id", equalTo(id))
                .header("Location", endsWith(id));
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theListGoesOnWhereThePageBeforeEnded() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(open());
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            var page = given().queryParam("limit", 2)
                    .queryParam("after", next)
                    .get(PATH)
                    .then()
                    .statusCode(200);
            seen.addAll(page.extract().path("items.id"));
            next = page.extract().path("next");
        }
        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"unknown\": 1}", "{}", "[]", "null", "{", "", "{\"reference\": \"\\ud800\"}"})
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void aBodyThatIsNoIncidentIsRefused(String body) {
        post(body).statusCode(400);
        given().header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATH)
                .then()
                .statusCode(400);
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void theSnapshotIsWhatTheIncidentSays() {
        UUID id = UUID.fromString(open());

        IncidentSnapshot snapshot = incidents.snapshot(id).orElseThrow();

        assertThat(snapshot.facts().reference()).isEqualTo(incidents.reference(id));
        assertThat(snapshot.facts().discovered()).isEqualTo("2026-08-20T09:00:00Z");
        assertThat(snapshot.facts().dataInvolved()).containsExactly(DataType.NAME, DataType.PHONE);
        assertThat(snapshot.facts().facts()).containsOnlyKeys("en", "es");
        assertThat(snapshot.facts().contacts().email()).isEqualTo("help@example.org");
    }

    @Test
    @TestSecurity(user = "author", roles = Role.AUTHOR)
    void anUnknownIncidentIsNotFound() {
        UUID unknown = UUID.randomUUID();
        given().get(PATH + "/" + unknown).then().statusCode(404);
        given().get(PATH + "/nonsense").then().statusCode(404);
        patch(unknown.toString(), "{}").statusCode(404);
        assertThat(incidents.snapshot(unknown)).isEmpty();
        assertThat(incidents.reference(unknown)).isNull();
    }

    @Test
    @TestSecurity(
            user = "reader",
            roles = {Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR})
    void othersReadButDoNotWrite() {
        given().get(PATH).then().statusCode(200);
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(404);
        post(incident(newReference())).statusCode(403);
        patch(UUID.randomUUID().toString(), "{}").statusCode(403);
    }

    @Test
    @TestSecurity(user = "mail-feed", roles = Role.MAIL_FEED)
    void theMailFeedHasNoBusinessHere() {
        given().get(PATH).then().statusCode(403);
        given().get(PATH + "/" + UUID.randomUUID()).then().statusCode(403);
    }

    @Test
    void nobodyWithoutAnAccountDoes() {
        given().get(PATH).then().statusCode(401);
    }
}
