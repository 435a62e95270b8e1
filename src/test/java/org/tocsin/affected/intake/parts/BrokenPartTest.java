package org.tocsin.affected.intake.parts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.affected.intake.RawUpload;
import org.tocsin.testing.TestDatabase;

/** A part that is damaged, breaks off, or was left by a service that went. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class BrokenPartTest extends TusFixture {

    @Test
    void aWrongChecksumKeepsNothingOfThePart() throws Exception {
        UUID upload = begin(CSV.length);

        part(upload, 0, CSV, "sha256 " + digest("SHA-256", slice(CSV, 1, CSV.length)))
                .statusCode(460)
                .header("Tus-Resumable", "1.0.0")
                .contentType("application/problem+json");

        assertOffset(upload, 0);
        assertNothingLeft(upload);
        part(upload, 0, CSV, "md5 " + digest("MD5", CSV)).statusCode(400);
        part(upload, 0, CSV, "sha1").statusCode(400);
        part(upload, 0, CSV, "sha1 ***").statusCode(400);
        part(upload, 0, CSV, "sha1 " + digest("SHA-1", CSV)).statusCode(204);
    }

    @Test
    void ofAPartThatBreaksOffTheWholeBlocksStay() throws Exception {
        byte[] long2 = csv(200_000);
        UUID upload = begin(long2.length);
        String begun = new String(long2, 0, UploadBlocks.MAX_BYTES + 1000, StandardCharsets.UTF_8);
        try (RawUpload raw = RawUpload.part(service.getPort(), upload, long2.length, "Upload-Offset: 0\r\n")) {
            raw.write(begun);
            await().until(() -> offset(upload) == UploadBlocks.MAX_BYTES);
        }
        await().untilAsserted(() -> part(upload, 1, CSV, null).statusCode(409)); // no longer 423

        int at = (int) offset(upload);
        assertThat(at).isEqualTo(UploadBlocks.MAX_BYTES);
        part(upload, at, slice(long2, at, long2.length), null).statusCode(204);
        given().get("/api/v1/record-sets/{id}", sealed(upload)).then().body("accepted", equalTo(200_000));
    }

    @Test
    void aPartWithAChecksumThatBreaksOffLeavesNothingBehind() throws Exception {
        byte[] long2 = csv(200_000);
        UUID upload = begin(long2.length);
        String headers = "Upload-Offset: 0\r\nUpload-Checksum: sha1 " + digest("SHA-1", long2) + "\r\n";
        try (RawUpload raw = RawUpload.part(service.getPort(), upload, long2.length, headers)) {
            raw.write(new String(long2, 0, UploadBlocks.MAX_BYTES + 1000, StandardCharsets.UTF_8));
            await().until(
                            () -> TestDatabase.text(
                                    "SELECT count(*) FROM upload_block WHERE upload_id = '" + upload + "'"),
                            "1"::equals);
            part(upload, 0, CSV, null).statusCode(423);
        }

        await().untilAsserted(() -> assertNothingLeft(upload));
        assertOffset(upload, 0);
    }

    @Test
    void whatAServiceThatWentAwayLeftOfAPartIsReplaced() throws Exception {
        UUID upload = begin(CSV.length);
        TestDatabase.execute(
                "INSERT INTO upload_block (upload_id, first_byte, envelope) VALUES ('" + upload + "', 0, '\\x00')");

        part(upload, 0, CSV, null).statusCode(204);

        given().get("/api/v1/record-sets/{id}", sealed(upload)).then().body("accepted", equalTo(20_000));
    }
}
