package org.tocsin.faults;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The parts of one upload come to two processes in turn, which share nothing but the database and the key file. */
@Timeout(600)
@ExtendWith(SharedBench.class)
class UploadOverReplicasIT {

    private static final String PART_TYPE = "application/offset+octet-stream";
    private static final int PEOPLE = 30_000;
    private static final int PARTS = 5;

    @Test
    void partsSentToTwoProcessesBecomeOneSealedSet(Bench bench) throws Exception {
        Replica one = bench.one();
        Replica other = bench.besides(one);
        UUID incident = one.api().openIncident();
        byte[] csv = csv();
        String upload = tus(one).header("Upload-Length", csv.length)
                .header(
                        "Upload-Metadata",
                        "incidentId " + base64(incident.toString()) + ",name " + base64("in parts") + ",filetype "
                                + base64("text/csv"))
                .post("/api/v1/uploads")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceAll(".*/", "");

        int step = csv.length / PARTS + 1;
        for (int at = 0; at < csv.length; at += step) {
            int end = Math.min(csv.length, at + step);
            tus(at / step % 2 == 0 ? other : one)
                    .contentType(PART_TYPE)
                    .header("Upload-Offset", at)
                    .body(Arrays.copyOfRange(csv, at, end))
                    .patch("/api/v1/uploads/{id}", upload)
                    .then()
                    .statusCode(204)
                    .header("Upload-Offset", equalTo(Integer.toString(end)));
        }

        String set = await().until(
                        () -> one.api()
                                .as("incident-system")
                                .get("/api/v1/uploads/{id}", upload)
                                .jsonPath(),
                        answer -> !"COMPLETE".equals(answer.getString("status")))
                .getString("recordSetId");
        for (Replica replica : new Replica[] {one, other}) {
            replica.api()
                    .as("author")
                    .get("/api/v1/record-sets/{id}", set)
                    .then()
                    .body("status", equalTo("SEALED"))
                    .body("accepted", equalTo(PEOPLE))
                    .body("rejected", equalTo(0));
            // Somebody whose line lies across two parts, and the last of all.
            for (String customer : new String[] {across(csv, step), "P-" + PEOPLE}) {
                replica.api()
                        .as("support")
                        .body(Map.of("email", customer + "@example.org", "purpose", "a test"))
                        .post("/api/v1/customers/lookup")
                        .then()
                        .statusCode(200)
                        .body("items.customerRef", hasItems(customer));
            }
        }
    }

    /** The customer in whose line the second part begins. */
    private static String across(byte[] csv, int step) {
        String before = new String(csv, 0, step, StandardCharsets.UTF_8);
        String line = new String(csv, StandardCharsets.UTF_8).substring(before.lastIndexOf('\n') + 1);
        return line.substring(0, line.indexOf(','));
    }

    private static RequestSpecification tus(Replica replica) {
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(PART_TYPE, ContentType.BINARY);
        return replica.api()
                .as("incident-system")
                .config(RestAssuredConfig.config().encoderConfig(encoder))
                .header("Tus-Resumable", "1.0.0");
    }

    private static byte[] csv() {
        StringBuilder csv = new StringBuilder("customerRef,email\n");
        for (int i = 1; i <= PEOPLE; i++) {
            csv.append("P-").append(i).append(",P-").append(i).append("@example.org\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
