package org.tocsin.affected.intake.parts;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** The tus protocol as a client meets it: what it may do, and what is refused. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class TusResourceTest extends TusFixture {

    @Inject
    ExpiredUploads expiredUploads;

    @Test
    void theServerTellsWhatItCan() {
        given().options("/api/v1/uploads")
                .then()
                .statusCode(204)
                .header("Tus-Resumable", "1.0.0")
                .header("Tus-Version", "1.0.0")
                .header("Tus-Extension", "creation,checksum,expiration")
                .header("Tus-Checksum-Algorithm", "sha1,sha256")
                .header("Tus-Max-Size", equalTo(Long.toString(100L << 30)));
    }

    @Test
    void whatIsNoUploadIsRefused() {
        String metadata = metadata("text/csv", null);
        create("10", metadata, "0.2.2").statusCode(412).header("Tus-Version", "1.0.0");
        create(null, metadata, "1.0.0").statusCode(400).header("Tus-Resumable", "1.0.0");
        create("0", metadata, "1.0.0").statusCode(400);
        create("-1", metadata, "1.0.0").statusCode(400);
        create(Long.toString((100L << 30) + 1), metadata, "1.0.0").statusCode(413);
        create("10", null, "1.0.0").statusCode(400);
        create("10", "name " + base64("x"), "1.0.0").statusCode(400);
        create("10", metadata("text/html", null), "1.0.0").statusCode(400);
        create("10", metadata("text/csv", "br"), "1.0.0").statusCode(415);
        create(
                        "10",
                        metadata.replace(
                                base64(incident.toString()),
                                base64(UUID.randomUUID().toString())),
                        "1.0.0")
                .statusCode(404);
        create("10", metadata.replace("filetype ", "filetype *"), "1.0.0").statusCode(400);
    }

    @Test
    void aPartMustFit() {
        UUID upload = begin(10);
        part(upload, 1, new byte[] {'x'}, null).statusCode(409);
        part(upload, 0, new byte[11], null).statusCode(413);
        part(UUID.randomUUID(), 0, new byte[1], null).statusCode(404);
        tus().contentType("text/csv")
                .header("Upload-Offset", 0)
                .body(new byte[1])
                .patch("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(415);
        tus().contentType(PART_TYPE)
                .body(new byte[1])
                .patch("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(400);
        assertOffset(upload, 0);
    }

    @Test
    void aPartMayComeAsAPostThatSaysSo() {
        UUID upload = begin(10);

        tus().contentType(PART_TYPE)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Upload-Offset", 0)
                .body(new byte[4])
                .post("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(204)
                .header("Upload-Offset", "4");
    }

    @Test
    void anExpiredUploadIsGoneWithItsBlocks() throws Exception {
        UUID upload = begin(CSV.length);
        part(upload, 0, slice(CSV, 0, 1000), null).statusCode(204);
        TestDatabase.execute("UPDATE upload SET expires_at = '2026-01-01T00:00:00Z' WHERE id = '" + upload + "'");

        tus().head("/api/v1/uploads/{id}", upload).then().statusCode(410);
        part(upload, 1000, slice(CSV, 1000, 2000), null).statusCode(410);
        expiredUploads.remove();

        tus().head("/api/v1/uploads/{id}", upload).then().statusCode(404);
        assertNothingLeft(upload);
    }

    @Test
    void onlyWhoBeganAnUploadGoesOnWithIt() throws Exception {
        UUID upload = begin(10);
        TestDatabase.execute("UPDATE upload SET uploader = 'somebody-else' WHERE id = '" + upload + "'");

        part(upload, 0, new byte[1], null).statusCode(403);
        tus().head("/api/v1/uploads/{id}", upload).then().statusCode(403);
        given().get("/api/v1/uploads/{id}", upload).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PATCH", "GET", "OPTIONS"})
    @TestSecurity(
            user = "approver",
            roles = {Role.APPROVER, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR, Role.MAIL_FEED})
    void othersMayNotUpload(String method) {
        boolean one = !method.equals("POST") && !method.equals("OPTIONS");
        tus().contentType(PART_TYPE)
                .request(method, "/api/v1/uploads" + (one ? "/" + UUID.randomUUID() : ""))
                .then()
                .statusCode(403);
    }
}
