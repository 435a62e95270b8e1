package org.tocsin.affected.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.affected.People;
import org.tocsin.testing.TestDatabase;

/** Uploads that are still being read, that break off, or whose service went: nothing half read stays. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class UnfinishedUploadTest extends UploadFixture {

    @Inject
    People people;

    @Inject
    FailedUploads failures;

    @Test
    void figuresAreToldWhileAnUploadIsRead() throws Exception {
        try (RawUpload raw = RawUpload.chunked(service.getPort(), incident)) {
            raw.writeChunk("customerRef\n" + numbered(1, 12_000));
            await().untilAsserted(() -> given().get("/api/v1/record-sets/{id}", onlySet())
                    .then()
                    .body("status", equalTo("RECEIVING"))
                    .body("accepted", equalTo(10_000))
                    .body("digest", nullValue()));
            assertThat(people.find(onlySet(), "1")).isEmpty();

            failures.sweep();
            raw.writeChunk(numbered(12_001, 12_010));

            assertThat(raw.finish()).startsWith("HTTP/1.1 201").contains("\"accepted\":12010");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadThatBreaksOffLeavesNobody(boolean chunked) throws Exception {
        String lines = "customerRef\n" + numbered(1, 12_000);
        try (RawUpload raw = chunked
                ? RawUpload.chunked(service.getPort(), incident)
                : RawUpload.ofLength(service.getPort(), incident, lines.length() + 1)) {
            if (chunked) {
                raw.writeChunk(lines);
            } else {
                raw.write(lines);
            }
            awaitReceiving();
        }

        await().untilAsserted(() -> assertFailed(onlySet(), "broke off"));
        assertThat(TestDatabase.text(
                        "SELECT string_agg(action, ' ') FROM evidence_entry WHERE incident_id = '" + incident + "'"))
                .isEqualTo("RECORD_SET_FAILED");
    }

    @Test
    void theRestOfASetThatWasBeingRemovedIsRemoved() throws Exception {
        UUID set = UUID.randomUUID();
        TestDatabase.execute(
                "INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, created_at)"
                        + " VALUES ('" + set + "', '" + incident + "', 'x', 'RECEIVING', 'gone', '', now())");
        TestDatabase.execute(
                "INSERT INTO contact_page SELECT '" + set + "', 'EMAIL', n, n, '' FROM generate_series(1, 9) n");
        TestDatabase.execute("UPDATE record_set SET status = 'FAILED', failure = 'x' WHERE id = '" + set + "'");

        failures.sweep();

        assertThat(TestDatabase.text("SELECT count(*) FROM contact_page WHERE record_set_id = '" + set + "'"))
                .isEqualTo("0");
    }

    @Test
    void theSetOfAServiceThatWentIsGivenUp() throws Exception {
        UUID set = UUID.randomUUID();
        TestDatabase.execute(
                "INSERT INTO record_set (id, incident_id, name, status, uploaded_by, wrapped_data_key, created_at)"
                        + " VALUES ('" + set + "', '" + incident + "', 'x', 'RECEIVING', 'gone', '', now())");
        TestDatabase.execute("INSERT INTO affected_person (record_set_id, position, customer_ref, envelope)"
                + " SELECT '" + set + "', n, n::text, '' FROM generate_series(1, 45000) n");
        TestDatabase.execute(
                "INSERT INTO contact_page SELECT '" + set + "', 'EMAIL', n, n, '' FROM generate_series(1, 3000) n");
        TestDatabase.execute(
                "INSERT INTO shared_contact SELECT '" + set + "', n, 'EMAIL', 1, 9 FROM generate_series(1, 9) n");

        failures.sweep();

        assertFailed(set, "stopped");
        for (String index : List.of("contact_page", "shared_contact")) {
            assertThat(TestDatabase.text("SELECT count(*) FROM " + index + " WHERE record_set_id = '" + set + "'"))
                    .as(index)
                    .isEqualTo("0");
        }
        assertThat(TestDatabase.text("SELECT actor FROM evidence_entry WHERE incident_id = '" + incident + "'"))
                .isEqualTo("system");
    }

    @Test
    void aSetThatWasSealedAfterAllIsNotTouchedByWhoGivesItUp() {
        UUID set = sealed("text/csv", "customerRef,email\n1,both@example.org\n2,both@example.org\n");

        failures.fail(set, "uploader", "The answer to the commit was lost.");

        for (String table : List.of("contact_page", "shared_contact", "affected_person")) {
            assertThat(TestDatabase.text("SELECT count(*) FROM " + table + " WHERE record_set_id = '" + set + "'"))
                    .as(table)
                    .isNotEqualTo("0");
        }
    }

    @Test
    void whatWasPutAsideToBeSortedGoesWithTheUploadHoweverItEnds() {
        sealed("text/csv", CSV);
        upload("text/csv", "customerRef,email\n,a@example.org\n").statusCode(422);

        await().untilAsserted(() -> assertThat(
                        TestDatabase.text("SELECT count(*) FROM pg_class WHERE relname = 'intake_contact'"))
                .isEqualTo("0"));
    }

    @Test
    void uploadsBeyondTheSlotsAreToldToComeAgain() throws Exception {
        List<RawUpload> held = new ArrayList<>();
        try {
            for (int i = 1; i <= 4; i++) {
                RawUpload raw = RawUpload.chunked(service.getPort(), incident);
                held.add(raw);
                raw.writeChunk("customerRef\n1\n");
                String begun = String.valueOf(i);
                await().until(
                                () -> TestDatabase.text(
                                        "SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"),
                                begun::equals);
            }

            upload("text/csv", CSV).statusCode(503).header("Retry-After", notNullValue());
            assertThat(held.remove(0).finish()).startsWith("HTTP/1.1 201");
            // Another test's upload in parts may have been waiting for the slot too.
            await().untilAsserted(() -> upload("text/csv", CSV).statusCode(201));
        } finally {
            for (RawUpload raw : held) {
                raw.close();
            }
        }
        await().until(
                        () -> TestDatabase.text(
                                "SELECT count(*) FROM record_set WHERE status = 'RECEIVING' AND incident_id = '"
                                        + incident + "'"),
                        "0"::equals);
    }

    private static String numbered(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i <= to; i++) {
            lines.append(i).append('\n');
        }
        return lines.toString();
    }
}
