package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Base64;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** What the print house says of letters that were mailed or came back. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class LetterResultsJourneyTest extends LettersFixture {

    @Test
    void whatThePrintHouseSaysIsTakenOnceAndShownPerCustomer() {
        JsonPath export = export(batch);
        String code =
                lines(csv(LETTERS + "/" + export.getString("id"), batch)).get(1).getField("noticeCode");
        String file = "sequenceNumber,noticeCode,result,date,reason\n"
                + "1,,MAILED," + today + ",\n"
                + ",%s,RETURNED,%s,moved to 12 Elm Street\n".formatted(code, today)
                + "4,,MAILED," + today + ",\n"
                + "1,%s,MAILED,%s,\n".formatted(code, today)
                + ",AAAAA-AAAAA,MAILED," + today + ",\n"
                + "2,,LOST," + today + ",\n"
                // As in the file of another incident's batch, whose people have the same numbers.
                + "2,AAAAA-AAAAA,MAILED," + today + ",\n";

        results(file)
                .then()
                .statusCode(200)
                .body("lines", equalTo(7))
                .body("mailed", equalTo(1))
                .body("returned", equalTo(1))
                .body("unchanged", equalTo(0))
                .body("rejected", equalTo(5))
                .body("rejects.line", contains(4, 5, 6, 7, 8))
                .body("rejects.field", contains("sequenceNumber", "noticeCode", "noticeCode", "result", "noticeCode"))
                .body(not(containsString("LOST")));
        assertThat(stored("letter_result")).contains("RETURNED").doesNotContain("Elm");
        results(file)
                .then()
                .body("mailed", equalTo(0))
                .body("unchanged", equalTo(2))
                .body("rejected", equalTo(5));

        API.as("support")
                .get("/api/v1/customers/{ref}/notices", ref(2))
                .then()
                .body("items[0].outcome", equalTo("UNREACHED"))
                .body("items[0].letter.exportedAt", notNullValue())
                .body("items[0].letter.mailable", equalTo(true))
                .body("items[0].letter.result", equalTo("RETURNED"))
                .body("items[0].letter.at", equalTo(today))
                .body("items[0].letter.reason", equalTo("OTHER"));
        API.as("support")
                .get("/api/v1/customers/{ref}/notices", ref(3))
                .then()
                .body("items[0].letter.mailable", equalTo(false))
                .body("items[0].letter.result", nullValue());
        API.as("auditor")
                .get(RESULTS, batch)
                .then()
                .statusCode(200)
                .body("exported", equalTo(2))
                .body("withoutAddress", equalTo(1))
                .body("mailed", equalTo(1))
                .body("returned", equalTo(1))
                .body("withoutResult", equalTo(0));
        assertThat(API.batch(batch).getInt("outcomes.unreached")).isEqualTo(3);
        assertThat(Collections.frequency(actions(), "LETTER_RESULTS_IMPORTED")).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotWholeOrNotTheSameIsNotTaken() {
        String file = "sequenceNumber,result,date\n1,MAILED," + today + "\n";
        String key = UUID.randomUUID().toString();

        API.as("author")
                .contentType(CSV_UTF_8)
                .header("Content-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":")
                .body(file)
                .post(RESULTS, batch)
                .then()
                .statusCode(400);
        assertThat(API.as("author").get(RESULTS, batch).jsonPath().getInt("mailed"))
                .isZero();
        for (int i = 0; i < 2; i++) {
            API.as("approver")
                    .contentType(CSV_UTF_8)
                    .header("Idempotency-Key", key)
                    .body(file)
                    .post(RESULTS, batch)
                    .then()
                    .statusCode(200)
                    .header("Idempotent-Replayed", i == 0 ? nullValue() : equalTo("true"))
                    .body("mailed", equalTo(1));
        }
        API.as("approver")
                .contentType(CSV_UTF_8)
                .header("Idempotency-Key", key)
                .body(file + "2,MAILED," + today + "\n")
                .post(RESULTS, batch)
                .then()
                .statusCode(422);
        API.as("operator")
                .contentType(CSV_UTF_8)
                .body(file)
                .post(RESULTS, batch)
                .then()
                .statusCode(403);
        assertThat(Collections.frequency(actions(), "LETTER_RESULTS_IMPORTED")).isEqualTo(1);
    }
}
