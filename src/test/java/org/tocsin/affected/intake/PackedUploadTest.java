package org.tocsin.affected.intake;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.platform.Digests;
import org.tocsin.testing.TestDatabase;

/** Uploads in gzip, and what only says that it is. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class PackedUploadTest extends UploadFixture {

    @Test
    void aPackedUploadIsUnpackedAndItsDigestIsThatOfWhatWasSent() throws Exception {
        byte[] two = join(gzip("customerRef,email\n1,ana@example.org\n"), gzip("2,ana@example.org\n"));
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(Digests.sha256(two)) + ":";

        packed("gzip", two, Map.of("Content-Digest", digest))
                .statusCode(201)
                .body("accepted", equalTo(2))
                .body("sharedContacts", equalTo(2));
    }

    @Test
    void whatIsPackedOtherwiseOrBadlyIsRefused() throws Exception {
        byte[] whole = gzip(CSV);

        packed("br", whole, Map.of()).statusCode(415).header("Accept-Encoding", "gzip");
        packed("gzip", CSV.getBytes(StandardCharsets.UTF_8), Map.of())
                .statusCode(400)
                .body("detail", containsString("not valid gzip"));
        packed("gzip", join(whole, new byte[] {1, 2, 3}), Map.of())
                .statusCode(400)
                .body("detail", containsString("not valid gzip"));
        String set = packed("gzip", Arrays.copyOf(whole, whole.length - 9), Map.of())
                .statusCode(400)
                .body("detail", containsString("broke off"))
                .extract()
                .path("recordSetId");
        assertFailed(UUID.fromString(set), "broke off");
        packed("identity", whole, Map.of()).statusCode(400).body("detail", containsString("Content-Encoding: gzip"));
    }

    @Test
    void whatUnpacksToFarTooMuchIsRefused() throws Exception {
        byte[] bomb = gzip("customerRef\n" + "9".repeat(80 << 20));

        packed("gzip", bomb, Map.of()).statusCode(413).body("detail", containsString("200 times"));
    }

    private ValidatableResponse packed(String coding, byte[] body, Map<String, String> headers) {
        return asIs().headers(headers)
                .header("Content-Encoding", coding)
                .contentType("text/csv")
                .queryParam("name", "customers")
                .body(body)
                .post("/api/v1/incidents/{id}/record-sets", incident)
                .then();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
