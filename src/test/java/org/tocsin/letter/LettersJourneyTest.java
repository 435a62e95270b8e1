package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.Digests;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** From people whom no channel reached to the lists that letters are printed from. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class LettersJourneyTest extends LettersFixture {

    @Test
    void theListNamesEveryoneWhoWasNotReached() {
        List<NamedCsvRecord> list = lines(csv(LETTERS, batch));

        assertThat(list).extracting(line -> line.getField("customerRef")).containsExactly(ref(1), ref(2), ref(3));
        assertThat(list).extracting(line -> line.getField("sequenceNumber")).containsExactly("1", "2", "3");
        assertThat(list).extracting(line -> line.getField("mailable")).containsExactly("yes", "yes", "no");
        assertThat(list.get(0).getField("unreachedReason")).isEqualTo("EMAIL:ADDRESS_DEAD SMS:NO_USABLE_ADDRESS");
        assertThat(list.get(0).getField("postalAddress1")).isEqualTo("12 Elm Street");
        assertThat(list.get(1).getField("postalAddress1")).isEqualTo("'=1+2");
        assertThat(list.get(1).getField("addressee")).isEqualTo("Di Example");
        assertThat(list.get(1).getField("unreachedReason")).isEqualTo("NO_USABLE_CONTACT");
        assertThat(API.as("approver").get(LETTERS, batch).asString())
                .as("who asks for nothing else gets the list")
                .startsWith("sequenceNumber,");
        for (String role : List.of("incident-system", "operator", "support", "auditor")) {
            API.as(role).accept(CSV).get(LETTERS, batch).then().statusCode(403);
        }
    }

    @Test
    void anExportIsAlwaysTheSameBytesAndIsCountedAndOnRecord() {
        JsonPath export = export(batch);
        assertThat(export.getInt("letters")).isEqualTo(2);
        assertThat(export.getInt("withoutAddress")).isEqualTo(1);

        Response first = csv(LETTERS + "/" + export.getString("id"), batch);
        byte[] file = first.asByteArray();
        assertThat(csv(LETTERS + "/" + export.getString("id"), batch).asByteArray())
                .isEqualTo(file);
        assertThat(Digests.sha256Hex(file)).isEqualTo(export.getString("sha256"));
        assertThat(file).hasSize(export.getInt("bytes"));
        assertThat(first.header("Content-Digest"))
                .isEqualTo("sha-256=:"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(export.getString("sha256")))
                        + ":");
        assertThat(lines(first))
                .extracting(line -> line.getField("customerRef"))
                .containsExactly(ref(1), ref(2));
        assertThat(lines(first).get(1).getField("postalAddress1"))
                .as("what is printed is as it was recorded")
                .isEqualTo("=1+2");
        assertThat(lines(csv(LETTERS + "/" + export.getString("id") + "/without-address", batch)))
                .extracting(line -> line.getField("customerRef"))
                .containsExactly(ref(3));

        assertThat(API.as("author")
                        .queryParam("onlyNew", true)
                        .post(LETTERS, batch)
                        .jsonPath()
                        .getInt("letters"))
                .as("nobody is new")
                .isZero();
        API.as("auditor")
                .accept(JSON)
                .get(LETTERS, batch)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[1].id", equalTo(export.getString("id")));
        assertThat(Collections.frequency(actions(), "LETTERS_EXPORTED")).isEqualTo(2);
        assertThat(Collections.frequency(actions(), "RECORD_SET_READ"))
                .as("but for suppressions: of the first, and in plans when other tests have suppressed somebody")
                .isEqualTo(3);
        assertThat(stored("letter") + stored("letter_export"))
                .contains(export.getString("id"))
                .doesNotContain("Elm", "Ana");
    }

    @Test
    void aListOfManyPagesIsWhole() {
        int people = 4_500;
        StringBuilder csv = new StringBuilder("customerRef,name,postalAddress1,postcode\n");
        for (int i = 1; i <= people; i++) {
            csv.append("%s-many-%d,Person %d,%d Elm Street,01234\n".formatted(tag, i, i, i));
        }
        set = API.upload(incident, csv.toString());
        batch = API.approved(batch(Map.of()));
        API.awaitStatus(batch, "COMPLETED");

        JsonPath export = export(batch);

        assertThat(export.getInt("letters")).isEqualTo(people);
        List<NamedCsvRecord> file = lines(csv(LETTERS + "/" + export.getString("id"), batch));
        assertThat(file).hasSize(people);
        assertThat(file.get(people - 1).getField("postalAddress1")).isEqualTo(people + " Elm Street");
        assertThat(lines(csv(LETTERS, batch))).hasSize(people);
    }

    @Test
    void anExportOfTheVersionBeforeIsStillTheSameBytes() {
        String path = LETTERS + "/" + export(batch).getString("id");
        byte[] before = new String(csv(path, batch).asByteArray(), StandardCharsets.UTF_8)
                .replace(",=1+2,", ",'=1+2,")
                .getBytes(StandardCharsets.UTF_8);
        TestDatabase.execute("UPDATE letter_export SET file_form = DEFAULT, bytes = " + before.length
                + ", sha256 = '\\x" + Digests.sha256Hex(before) + "' WHERE batch_id = '" + batch + "'");

        assertThat(csv(path, batch).asByteArray()).isEqualTo(before);
    }

    @Test
    void afterThePurgeThereAreFiguresAndNoList() {
        String export = export(batch).getString("id");
        API.as("approver")
                .body(Map.of("reason", "everyone was told"))
                .post("/api/v1/record-sets/{id}/purge", set)
                .then()
                .statusCode(200);

        API.as("author").post(LETTERS, batch).then().statusCode(409).body("detail", containsString("purged"));
        for (String path : List.of(LETTERS, LETTERS + "/" + export, LETTERS + "/" + export + "/without-address")) {
            API.as("author").accept(CSV).get(path, batch).then().statusCode(410);
        }
        API.as("author")
                .accept(JSON)
                .get(LETTERS + "/" + export, batch)
                .then()
                .statusCode(200)
                .body("letters", equalTo(2));
        results("sequenceNumber,result,date\n1,MAILED," + today + "\n")
                .then()
                .statusCode(200)
                .body("mailed", equalTo(1));
    }

    @Test
    void nobodyIsWrittenToBeforeTwoPeopleHaveAgreedOrWhenNobodyWasToBeTold() {
        String export = LETTERS + "/" + export(batch).getString("id");
        UUID draft = API.plan(batch(Map.of("purpose", "UPDATE")));
        UUID drill = API.approved(batch(Map.of("drill", true)));
        API.awaitStatus(drill, "COMPLETED");

        for (UUID none : List.of(draft, drill)) {
            API.as("author").post(LETTERS, none).then().statusCode(409);
            API.as("author").accept(CSV).get(LETTERS, none).then().statusCode(409);
        }
        // As when the sandbox was on until the service was started again, and an earlier version made a list.
        TestDatabase.execute("UPDATE batch SET simulated = true WHERE id = '" + batch + "'");
        for (String list : List.of(LETTERS, export, export + "/without-address")) {
            API.as("author")
                    .accept(CSV)
                    .get(list, batch)
                    .then()
                    .statusCode(409)
                    .body("detail", containsString("simulated"));
        }
        API.as("author").post(LETTERS, batch).then().statusCode(409).body("detail", containsString("simulated"));
        results("sequenceNumber,result,date\n1,MAILED," + today + "\n").then().statusCode(409);
        API.as("author").post(LETTERS, UUID.randomUUID()).then().statusCode(404);
        API.as("author")
                .accept(JSON)
                .get(LETTERS + "/" + UUID.randomUUID(), batch)
                .then()
                .statusCode(404);
    }
}
