package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.Digests;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** From people whom no channel reached to letters that were mailed or came back. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class LettersJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String LETTERS = "/api/v1/batches/{id}/letters";
    private static final String RESULTS = LETTERS + "/results";
    private static final String CSV = "text/csv";
    private static final String CSV_UTF_8 = "text/csv; charset=UTF-8";
    private static final String JSON = "application/json";

    private ScriptedSmtpServer mail;

    private final String tag = "l" + UUID.randomUUID().toString().substring(0, 8);
    private final String today = LocalDate.now(ZoneOffset.UTC).toString();
    private UUID incident;
    private UUID set;
    private UUID batch;

    /** The mail server refuses the first, the second and third cannot be written to, the fourth gets a text. */
    @BeforeEach
    void sendToFourOfWhomOneIsReached() {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.1.1 nobody here"));
        incident = API.openIncident();
        set = API.upload(
                incident,
                """
                customerRef,name,email,phone,locale,postalAddress1,postalAddress2,city,postcode,country,addressee,relationship
                %1$s-1,Ana Example,ana@%1$s.example.org,,en,12 Elm Street,,Springfield,01234,US,,
                %1$s-2,Bo Example,,,en,=1+2,Flat 4,Springfield,01235,US,Di Example,PARENT
                %1$s-3,Cy Example,,,en,,,Springfield,,US,,
                %1$s-4,Ed Example,,+12025550171,en,14 Elm Street,,Springfield,01234,US,,
                """
                        .formatted(tag));
        batch = API.approved(batch(Map.of()));
        API.awaitStatus(batch, "COMPLETED");
    }

    @AfterEach
    void answerAsUsual() {
        mail.answerAsUsual();
    }

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
    void anExportIsAlwaysTheSameBytesAndIsCountedAndOnRecord() throws SQLException {
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
    void whatThePrintHouseSaysIsTakenOnceAndShownPerCustomer() throws SQLException {
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
    void anExportOfTheVersionBeforeIsStillTheSameBytes() throws SQLException {
        String path = LETTERS + "/" + export(batch).getString("id");
        byte[] before = new String(csv(path, batch).asByteArray(), StandardCharsets.UTF_8)
                .replace(",=1+2,", ",'=1+2,")
                .getBytes(StandardCharsets.UTF_8);
        execute("UPDATE letter_export SET file_form = DEFAULT, bytes = " + before.length + ", sha256 = '\\x"
                + Digests.sha256Hex(before) + "' WHERE batch_id = '" + batch + "'");

        assertThat(csv(path, batch).asByteArray()).isEqualTo(before);
    }

    @Test
    void nobodyIsWrittenToBeforeTwoPeopleHaveAgreedOrWhenNobodyWasToBeTold() throws SQLException {
        String export = LETTERS + "/" + export(batch).getString("id");
        UUID draft = API.plan(batch(Map.of("purpose", "UPDATE")));
        UUID drill = API.approved(batch(Map.of("drill", true)));
        API.awaitStatus(drill, "COMPLETED");

        for (UUID none : List.of(draft, drill)) {
            API.as("author").post(LETTERS, none).then().statusCode(409);
            API.as("author").accept(CSV).get(LETTERS, none).then().statusCode(409);
        }
        // As when the sandbox was on until the service was started again, and an earlier version made a list.
        execute("UPDATE batch SET simulated = true WHERE id = '" + batch + "'");
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

    private Map<String, Object> batch(Map<String, Object> more) {
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                set,
                "templateId",
                API.readyTemplate(),
                "channels",
                Map.of("mode", "ALL", "order", List.of("EMAIL", "SMS"))));
        wanted.putAll(more);
        return wanted;
    }

    private static JsonPath export(UUID batch) {
        Response made = API.as("author").post(LETTERS, batch);
        made.then().statusCode(201);
        assertThat(made.header("Location")).endsWith(made.jsonPath().getString("id"));
        return made.jsonPath();
    }

    private static Response csv(String path, UUID batch) {
        Response file = API.as("author").accept(CSV).get(path, batch);
        file.then().statusCode(200).contentType(containsString(CSV));
        return file;
    }

    private static List<NamedCsvRecord> lines(Response csv) {
        return CsvReader.builder().ofNamedCsvRecord(csv.asString()).stream().toList();
    }

    private Response results(String file) {
        return API.as("author").contentType(CSV_UTF_8).body(file).post(RESULTS, batch);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private String stored(String table) throws SQLException {
        try (Connection owner = TestDatabase.asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("SELECT string_agg(t::text, ' ') FROM " + table + " t")) {
            row.next();
            return row.getString(1);
        }
    }

    private List<String> actions() {
        return API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList(
                        "items.findAll { !(it.detail.'for' in ['suppressed addresses', 'addresses to suppress']) }.action");
    }

    private String ref(int number) {
        return tag + "-" + number;
    }
}
