package org.tocsin.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;

/** A batch to four people of whom one is reached, and the letters to the others. */
abstract class LettersFixture {

    static final ServiceApi API = ServiceApi.ofThisTest();
    static final String LETTERS = "/api/v1/batches/{id}/letters";
    static final String RESULTS = LETTERS + "/results";
    static final String CSV = "text/csv";
    static final String CSV_UTF_8 = "text/csv; charset=UTF-8";
    static final String JSON = "application/json";

    ScriptedSmtpServer mail;

    final String tag = "l" + UUID.randomUUID().toString().substring(0, 8);
    final String today = LocalDate.now(ZoneOffset.UTC).toString();
    UUID incident;
    UUID set;
    UUID batch;

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

    Map<String, Object> batch(Map<String, Object> more) {
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

    static JsonPath export(UUID batch) {
        Response made = API.as("author").post(LETTERS, batch);
        made.then().statusCode(201);
        assertThat(made.header("Location")).endsWith(made.jsonPath().getString("id"));
        return made.jsonPath();
    }

    static Response csv(String path, UUID batch) {
        Response file = API.as("author").accept(CSV).get(path, batch);
        file.then().statusCode(200).contentType(containsString(CSV));
        return file;
    }

    static List<NamedCsvRecord> lines(Response csv) {
        return CsvReader.builder().ofNamedCsvRecord(csv.asString()).stream().toList();
    }

    Response results(String file) {
        return API.as("author").contentType(CSV_UTF_8).body(file).post(RESULTS, batch);
    }

    String stored(String table) {
        return TestDatabase.text("SELECT string_agg(t::text, ' ') FROM " + table + " t");
    }

    List<String> actions() {
        return API.as("auditor")
                .queryParam("limit", 1000)
                .get("/api/v1/incidents/{id}/evidence", incident)
                .jsonPath()
                .getList(
                        "items.findAll { !(it.detail.'for' in ['suppressed addresses', 'addresses to suppress']) }.action");
    }

    String ref(int number) {
        return tag + "-" + number;
    }
}
