package org.tocsin.affected.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.testing.TestDatabase;

/** An upload that comes again under the same key. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestSecurity(user = "uploader", roles = Role.INCIDENT_SYSTEM)
class RepeatedUploadTest extends UploadFixture {

    @Test
    void theSameUploadUnderTheSameKeyIsDoneOnce() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-" + incident);
        String first = upload("text/csv", CSV, key)
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .asString();

        upload("text/csv", CSV, key)
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .header("Location", endsWith("/api/v1/record-sets/" + onlySet()))
                .body(equalTo(first));
        upload("text/csv", CSV + "7,Fi,,,,,\n", key).statusCode(422);
        upload("application/x-ndjson", CSV, key).statusCode(422);
        assertThat(TestDatabase.text("SELECT count(*) FROM record_set WHERE incident_id = '" + incident + "'"))
                .isEqualTo("1");
    }

    @Test
    void anUploadThatFailedUnderAKeyIsTriedAgain() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-" + incident);

        upload("text/csv", "name\nAna", key).statusCode(400);
        upload("text/csv", CSV, key).statusCode(201);
    }

    @Test
    void theSameKeyWaitsForTheFirstRequest() throws Exception {
        String key = "key-" + incident;
        try (RawUpload raw = RawUpload.chunked(service.getPort(), incident, "Idempotency-Key: " + key + "\r\n")) {
            raw.writeChunk("customerRef\n1\n");
            awaitReceiving();

            upload("text/csv", "customerRef\n1\n", Map.of("Idempotency-Key", key))
                    .statusCode(409);
            assertThat(raw.finish()).startsWith("HTTP/1.1 201");
        }
        upload("text/csv", "customerRef\n1\n", Map.of("Idempotency-Key", key)).statusCode(422);
    }
}
