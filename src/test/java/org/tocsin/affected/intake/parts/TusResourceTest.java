package org.tocsin.affected.intake.parts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.access.Role;
import org.tocsin.affected.IncidentRows;
import org.tocsin.affected.People;
import org.tocsin.affected.intake.RawUpload;
import org.tocsin.testing.TestDatabase;

/** The tus protocol as a client meets it, and what becomes of what it sent. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class TusResourceTest {

    private static final String PART_TYPE = "application/offset+octet-stream";
    private static final byte[] CSV = csv(20_000);

    @Inject
    javax.sql.DataSource database;

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
    ExpiredUploads expiredUploads;

    @Inject
    CompleteUploads completeUploads;

    @TestHTTPResource
    URI service;

    private UUID incident;

    @BeforeEach
    void openIncident() throws SQLException {
        incident = IncidentRows.add(database);
    }

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
        assertThat(query("SELECT count(*) FROM upload_block WHERE upload_id = '" + upload
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
                            () -> query("SELECT count(*) FROM upload_block WHERE upload_id = '" + upload + "'"),
                            "1"::equals);
            part(upload, 0, CSV, null).statusCode(423);
        }

        await().untilAsserted(() -> assertNothingLeft(upload));
        assertOffset(upload, 0);
    }

    @Test
    void whatAServiceThatWentAwayLeftOfAPartIsReplaced() throws Exception {
        UUID upload = begin(CSV.length);
        execute("INSERT INTO upload_block (upload_id, first_byte, envelope) VALUES ('" + upload + "', 0, '\\x00')");

        part(upload, 0, CSV, null).statusCode(204);

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
        assertThat(query("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("1");
    }

    @Test
    void aReadingThatTheServiceCannotBringToAnEndIsTriedAgainAndThenGivenUp() throws Exception {
        UUID upload = begin(CSV.length);
        part(upload, 0, slice(CSV, 0, 1000), null).statusCode(204);
        execute("UPDATE upload SET status = 'COMPLETE', received = length, wrapped_data_key = '\\x00', tries = 3,"
                + " due_at = now() WHERE id = '" + upload + "'");

        await().until(() -> query("SELECT tries FROM upload WHERE id = '" + upload + "'"), "4"::equals);
        assertThat(query("SELECT status FROM upload WHERE id = '" + upload + "'"))
                .isEqualTo("COMPLETE");
        execute("UPDATE upload SET due_at = now() WHERE id = '" + upload + "'");

        await().untilAsserted(() -> given().get("/api/v1/uploads/{id}", upload)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString("could not store")));
    }

    @Test
    void anExpiredUploadIsGoneWithItsBlocks() throws Exception {
        UUID upload = begin(CSV.length);
        part(upload, 0, slice(CSV, 0, 1000), null).statusCode(204);
        execute("UPDATE upload SET expires_at = '2026-01-01T00:00:00Z' WHERE id = '" + upload + "'");

        tus().head("/api/v1/uploads/{id}", upload).then().statusCode(410);
        part(upload, 1000, slice(CSV, 1000, 2000), null).statusCode(410);
        expiredUploads.remove();

        tus().head("/api/v1/uploads/{id}", upload).then().statusCode(404);
        assertNothingLeft(upload);
    }

    @Test
    void blocksThatWereSwappedAreNotRead() throws Exception {
        byte[] csv = csv(200_000);
        UUID upload = begin(csv.length);
        int half = csv.length / 2;
        part(upload, 0, slice(csv, 0, half), null).statusCode(204);
        execute("UPDATE upload_block b SET envelope = o.envelope FROM upload_block o WHERE b.upload_id = '" + upload
                + "' AND o.upload_id = b.upload_id AND b.first_byte = " + UploadBlocks.MAX_BYTES
                + " AND o.first_byte = 0");
        part(upload, half, slice(csv, half, csv.length), null).statusCode(204);

        await().untilAsserted(() -> given().get("/api/v1/uploads/{id}", upload)
                .then()
                .body("status", equalTo("FAILED"))
                .body("failure", containsString("not what came")));
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
    void onlyWhoBeganAnUploadGoesOnWithIt() throws Exception {
        UUID upload = begin(10);
        execute("UPDATE upload SET uploader = 'somebody-else' WHERE id = '" + upload + "'");

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

    private UUID begin(int length) {
        return begin(length, "text/csv", null);
    }

    private UUID begin(int length, String type, String encoding) {
        String location = create(Integer.toString(length), metadata(type, encoding), "1.0.0")
                .statusCode(201)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Expires", notNullValue())
                .extract()
                .header("Location");
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static ValidatableResponse create(String length, String metadata, String version) {
        RequestSpecification request = given().header("Tus-Resumable", version);
        if (length != null) {
            request.header("Upload-Length", length);
        }
        if (metadata != null) {
            request.header("Upload-Metadata", metadata);
        }
        return request.post("/api/v1/uploads").then();
    }

    private String metadata(String type, String encoding) {
        return "incidentId " + base64(incident.toString()) + ",name " + base64("kunden") + ",filetype " + base64(type)
                + (encoding == null ? "" : ",encoding " + base64(encoding)) + ",relativePath " + base64("x");
    }

    private static ValidatableResponse part(UUID upload, long offset, byte[] bytes, String checksum) {
        RequestSpecification request = tus().contentType(PART_TYPE).header("Upload-Offset", offset);
        if (checksum != null) {
            request.header("Upload-Checksum", checksum);
        }
        return request.body(bytes).patch("/api/v1/uploads/{id}", upload).then();
    }

    private static RequestSpecification tus() {
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(PART_TYPE, ContentType.BINARY);
        return given().config(RestAssuredConfig.config().encoderConfig(encoder)).header("Tus-Resumable", "1.0.0");
    }

    /** The set that an upload became. */
    private static UUID sealed(UUID upload) {
        String set = await().until(
                        () -> given().get("/api/v1/uploads/{id}", upload)
                                .then()
                                .body("failure", nullValue())
                                .extract(),
                        answer -> "SEALED".equals(answer.path("status")))
                .path("recordSetId");
        return UUID.fromString(set);
    }

    private static long offset(UUID upload) {
        return Long.parseLong(tus().head("/api/v1/uploads/{id}", upload)
                .then()
                .statusCode(200)
                .extract()
                .header("Upload-Offset"));
    }

    private static void assertOffset(UUID upload, long expected) {
        assertThat(offset(upload)).isEqualTo(expected);
    }

    private void assertNothingLeft(UUID upload) {
        assertThat(query("SELECT count(*) FROM upload_block WHERE upload_id = '" + upload + "'"))
                .isEqualTo("0");
    }

    /** Puts an upload back to where its last part had come, and nobody had read it. */
    private void restore(UUID upload, byte[] wrappedKey) throws SQLException {
        execute("UPDATE upload SET status = 'RECEIVING', received = 0, record_set_id = NULL,"
                + " wrapped_data_key = decode('" + HexFormat.of().formatHex(wrappedKey)
                + "', 'hex') WHERE id = '" + upload + "'");
        part(upload, 0, CSV, null).statusCode(204);
    }

    private static byte[] csv(int people) {
        StringBuilder csv = new StringBuilder("customerRef,email\n");
        for (int i = 1; i <= people; i++) {
            csv.append('C').append(i).append(",person").append(i).append("@example.org\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static String digest(String algorithm, byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String query(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
