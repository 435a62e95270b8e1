package org.tocsin.affected.intake.parts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.affected.People;
import org.tocsin.testing.TestDatabase;

/** What becomes of a file that came in parts: one record set, or a reason why not. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class UploadInPartsTest extends TusFixture {

    @Inject
    People people;

    @Inject
    OwnUploads own;

    @Inject
    PartedUploads uploads;

    @Inject
    UploadBlocks blocks;

    @Inject
    BlockKeys keys;

    @Inject
    UploadsConfig config;

    @Inject
    Clock clock;

    @Inject
    CompleteUploads completeUploads;

    @Test
    void partsBecomeOneRecordSet() throws Exception {
        UUID upload = begin(CSV.length);
        int half = CSV.length / 2;

        tus().head("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(200)
                .header("Upload-Offset", "0")
                .header("Upload-Length", Integer.toString(CSV.length))
                .header("Upload-Metadata", metadata("text/csv", null))
                .header("Upload-Expires", notNullValue())
                .header("Cache-Control", containsString("no-store"));
        part(upload, 0, slice(CSV, 0, half), "sha1 " + digest("SHA-1", slice(CSV, 0, half)))
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(half))
                .header("Tus-Resumable", "1.0.0");
        assertThat(TestDatabase.text("SELECT count(*) FROM upload_block WHERE upload_id = '" + upload
                        + "' AND position('person17@example.org'::bytea IN envelope) > 0"))
                .as("parts in plain")
                .isEqualTo("0");
        part(upload, half, slice(CSV, half, CSV.length), "sha256 " + digest("SHA-256", slice(CSV, half, CSV.length)))
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(CSV.length));

        UUID set = sealed(upload);
        given().get("/api/v1/record-sets/{id}", set)
                .then()
                .body("status", equalTo("SEALED"))
                .body("name", equalTo("kunden"))
                .body("uploader", equalTo("uploader"))
                .body("incidentId", equalTo(incident.toString()))
                .body("accepted", equalTo(20_000));
        assertThat(people.find(set, "C17").orElseThrow().email()).isEqualTo("person17@example.org");
        assertNothingLeft(upload);
        part(upload, CSV.length, new byte[] {'x'}, null).statusCode(409);
    }

    @Test
    void partsMayReachDifferentReplicas() throws Exception {
        PartIntake one = new PartIntake(database, own, uploads, blocks, keys, config, clock);
        PartIntake other = new PartIntake(database, own, uploads, blocks, keys, config, clock);
        UUID upload = begin(CSV.length);
        int step = CSV.length / 4 + 1;
        for (int at = 0; at < CSV.length; at += step) {
            PartIntake replica = at / step % 2 == 0 ? one : other;
            byte[] bytes = slice(CSV, at, Math.min(CSV.length, at + step));
            replica.receive(
                    new PartIntake.Part(upload, "uploader", at, Optional.empty(), new ByteArrayInputStream(bytes)));
        }

        given().get("/api/v1/record-sets/{id}", sealed(upload)).then().body("accepted", equalTo(20_000));
    }

    @Test
    void aPackedFileIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CSV);
        }
        UUID upload = begin(packed.size(), "text/csv", "gzip");
        part(upload, 0, packed.toByteArray(), null).statusCode(204);

        given().get("/api/v1/record-sets/{id}", sealed(upload)).then().body("accepted", equalTo(20_000));
    }

    @Test
    void anUploadThatCannotBeReadFailsWithTheReason() throws Exception {
        byte[] csv = "name,email\nAna,ana@example.org\n".getBytes(StandardCharsets.UTF_8);
        UUID upload = begin(csv.length);
        part(upload, 0, csv, null).statusCode(204);

        String set = await().until(
                        () -> given().get("/api/v1/uploads/{id}", upload).then().extract(),
                        answer -> "FAILED".equals(answer.path("status")))
                .path("recordSetId");
        given().get("/api/v1/uploads/{id}", upload).then().body("failure", containsString("customerRef"));
        given().get("/api/v1/record-sets/{id}", set).then().body("status", equalTo("FAILED"));
        await().untilAsserted(() -> assertNothingLeft(upload));
    }

    @Test
    void aReadingWhoseEndWasCutOffIsNotDoneTwice() throws Exception {
        UUID upload = begin(CSV.length);
        byte[] key = own.find(upload, "uploader").wrappedDataKey();
        part(upload, 0, CSV, null).statusCode(204);
        UUID set = sealed(upload);
        await().untilAsserted(() -> assertNothingLeft(upload));
        // As if the service had stopped between the seal and the upload's own end.
        restore(upload, key);

        completeUploads.readWaiting();

        assertThat(sealed(upload)).isEqualTo(set);
        assertThat(TestDatabase.text("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("1");
    }

    @Test
    void aReadingThatTheServiceCannotBringToAnEndIsTriedAgainAndThenGivenUp() throws Exception {
        UUID upload = begin(CSV.length);
        part(upload, 0, slice(CSV, 0, 1000), null).statusCode(204);
        TestDatabase.execute(
                "UPDATE upload SET status = 'COMPLETE', received = length, wrapped_data_key = '\\x00', tries = 3,"
                        + " due_at = now() WHERE id = '" + upload + "'");

        await().until(() -> TestDatabase.text("SELECT tries FROM upload WHERE id = '" + upload + "'"), "4"::equals);
        assertThat(TestDatabase.text("SELECT status FROM upload WHERE id = '" + upload + "'"))
                .isEqualTo("COMPLETE");
        TestDatabase.execute("UPDATE upload SET due_at = now() WHERE id = '" + upload + "'");

        await().untilAsserted(() -> given().get("/api/v1/uploads/{id}", upload)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString("could not store")));
    }

    @Test
    void blocksThatWereSwappedAreNotRead() throws Exception {
        byte[] csv = csv(200_000);
        UUID upload = begin(csv.length);
        int half = csv.length / 2;
        part(upload, 0, slice(csv, 0, half), null).statusCode(204);
        TestDatabase.execute(
                "UPDATE upload_block b SET envelope = o.envelope FROM upload_block o WHERE b.upload_id = '" + upload
                        + "' AND o.upload_id = b.upload_id AND b.first_byte = " + UploadBlocks.MAX_BYTES
                        + " AND o.first_byte = 0");
        part(upload, half, slice(csv, half, csv.length), null).statusCode(204);

        await().untilAsserted(() -> given().get("/api/v1/uploads/{id}", upload)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString("not what came")));
    }

    /** Puts an upload back to where its last part had come, and nobody had read it. */
    private void restore(UUID upload, byte[] wrappedKey) {
        TestDatabase.execute("UPDATE upload SET status = 'RECEIVING', received = 0, record_set_id = NULL,"
                + " wrapped_data_key = decode('" + HexFormat.of().formatHex(wrappedKey)
                + "', 'hex') WHERE id = '" + upload + "'");
        part(upload, 0, CSV, null).statusCode(204);
    }
}
