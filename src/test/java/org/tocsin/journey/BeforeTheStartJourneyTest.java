package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.ShiftedClock;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** What happens to a list between its approval and its start. On real parts, with the service's clock set. */
@QuarkusTest
@TestProfile(ThroughDaysJourneyTest.WithClock.class)
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class BeforeTheStartJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final Duration UNTIL_THE_START = Duration.ofHours(1);

    @Inject
    ShiftedClock clock;

    private ScriptedSmtpServer mail;

    private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);
    private UUID incident;

    @Test
    void whoIsExcludedAfterTheApprovalIsNotSentToAndTheSealHolds() {
        UUID batch = approved("EMAIL");
        exclude("approver", tag + "-2", "LAW_ENFORCEMENT_HOLD")
                .then()
                .statusCode(201)
                .body("stopped", equalTo(1))
                .body("alreadySent", hasSize(0));
        exclude("approver", tag + "-2", "OTHER_CONTACT").then().statusCode(409);
        exclude("incident-system", tag + "-3", "OTHER_CONTACT").then().statusCode(403);

        JsonPath done = started(batch);

        assertThat(done.getString("status")).isEqualTo("COMPLETED");
        assertThat(done.getInt("outcomes.excluded")).isEqualTo(1);
        assertThat(recipients()).hasSize(4).noneMatch(to -> to.startsWith("p2."));
        exclude("author", tag + "-1", "OTHER_CONTACT")
                .then()
                .statusCode(201)
                .body("stopped", equalTo(0))
                .body("alreadySent.state", contains("ACCEPTED"));
        assertThat(API.as("auditor")
                        .get("/api/v1/incidents/{id}/evidence", incident)
                        .jsonPath()
                        .getList("items.action"))
                .contains("PERSON_EXCLUDED");
    }

    @Test
    void aPersonTakenOffTheListByDirectSqlBreaksTheSeal() {
        UUID batch = approved("EMAIL");
        TestDatabase.execute(
                "UPDATE notice SET outcome = 'EXCLUDED', reason = 'LAW_ENFORCEMENT_HOLD' WHERE position = 2 AND batch_id = '"
                        + batch + "'");
        TestDatabase.execute("UPDATE delivery SET state = 'UNDELIVERABLE' WHERE batch_id = '" + batch
                + "' AND notice_id =" + " (SELECT id FROM notice WHERE position = 2 AND batch_id = '" + batch + "')");

        assertThat(started(batch).getString("heldReason")).isEqualTo("SEAL_BROKEN");
        assertThat(recipients()).isEmpty();
    }

    @Test
    void aPersonsRowChangedByDirectSqlIsNotSent() {
        UUID batch = approved("EMAIL", "SMS");
        TestDatabase.execute("ALTER TABLE affected_person DISABLE TRIGGER USER");
        TestDatabase.execute(
                "UPDATE affected_person a SET envelope = b.envelope FROM affected_person b, batch WHERE batch.id = '"
                        + batch
                        + "' AND a.record_set_id = batch.record_set_id"
                        + " AND b.record_set_id = a.record_set_id AND a.position = 1 AND b.position = 2");
        TestDatabase.execute("ALTER TABLE affected_person ENABLE TRIGGER USER");

        JsonPath done = started(batch);

        assertThat(recipients()).hasSize(4).noneMatch(to -> to.startsWith("p1."));
        assertThat(done.getInt("deliveries.failed")).isEqualTo(2);
    }

    /** A batch of five people that starts in an hour. */
    private UUID approved(String... channels) {
        incident = API.openIncident();
        String csv = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> "%1$s-%2$d,Person %2$d,p%2$d.%1$s@example.org,+1202555010%2$d,en,US".formatted(tag, i))
                .collect(Collectors.joining("\n", "customerRef,name,email,phone,locale,country\n", "\n"));
        return API.approved(Map.of(
                "incidentId", incident,
                "recordSetId", API.upload(incident, csv),
                "templateId", API.readyTemplate(),
                "channels", Map.of("mode", "ALL", "order", List.of(channels)),
                "startAt", clock.instant().plus(UNTIL_THE_START).toString()));
    }

    private JsonPath started(UUID batch) {
        clock.advance(UNTIL_THE_START);
        return API.awaitStatus(batch, "COMPLETED", "HELD");
    }

    private Response exclude(String role, String customerRef, String reason) {
        return API.as(role)
                .body(Map.of("customerRef", customerRef, "reason", reason, "note", "file 815"))
                .post("/api/v1/incidents/{id}/exclusions", incident);
    }

    private List<String> recipients() {
        return mail.messages().stream()
                .map(message -> message.recipients().get(0))
                .filter(to -> to.contains(tag))
                .toList();
    }
}
