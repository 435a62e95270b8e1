package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SmtpAction;

/** The journeys of what is done for those whom a batch has not reached: letters out, results in, once more, and the reports. */
final class AfterTheSending {

    private static final String LETTERS = "/api/v1/batches/{id}/letters";
    private static final String RESULTS = LETTERS + "/results";

    private final ServiceApi api;
    private final String name;
    private final String address;
    private final String street;
    private final List<String> answers = new ArrayList<>();

    AfterTheSending(ServiceApi api, String name, String address, String street) {
        this.api = api;
        this.name = name;
        this.address = address;
        this.street = street;
    }

    /**
     * Goes through all of them.
     *
     * @return the answers in which nobody may be named
     */
    List<String> goThrough(UUID incident, UUID set, ScriptedSmtpServer mail) {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.7.1 <" + address + ">: not for " + name));
        UUID batch = api.approved(Map.of(
                "incidentId",
                incident,
                "recordSetId",
                set,
                "templateId",
                api.readyTemplate(),
                "purpose",
                "UPDATE",
                "channels",
                Map.of("order", List.of("EMAIL"))));
        assertThat(api.awaitStatus(batch, "COMPLETED").getInt("outcomes.unreached"))
                .isPositive();
        letters(batch);
        results(batch);
        mail.answerAsUsual();
        resend(batch);
        reports(incident, batch);
        return answers;
    }

    private void letters(UUID batch) {
        Response export = answered(api.as("author").post(LETTERS, batch), 201);
        String id = export.jsonPath().getString("id");
        for (String path : List.of(LETTERS, LETTERS + "/" + id)) {
            Response file = api.as("author").accept("text/csv").get(path, batch);
            assertThat(file.asString()).as("the list itself names people").contains(name, street);
        }
        api.as("author")
                .accept("text/csv")
                .get(LETTERS + "/" + id + "/without-address", batch)
                .then()
                .statusCode(200);
        answered(api.as("auditor").accept("application/json").get(LETTERS, batch), 200);
    }

    /** What the print house says, in words of its own. */
    private void results(UUID batch) {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String header = "sequenceNumber,noticeCode,result,date,reason," + name + "\n";
        String file = header
                + "1,,RETURNED," + today + ",moved to " + street + "; ask " + name + "," + address + "\n"
                + "1," + name + ",MAILED," + today + ",,\n"
                + address + ",,MAILED," + today + ",,\n"
                + "1,," + name + "," + today + ",,\n"
                + "1,,MAILED," + street + ",,\n"
                + address + "\n";
        Response taken = answered(take(batch, file), 200);
        assertThat(taken.jsonPath().getInt("returned")).isEqualTo(1);
        assertThat(taken.jsonPath().getInt("rejected")).isEqualTo(5);
        refused(take(batch, header + "1,,RETURNED," + today + ",\"" + street));
        refused(take(batch, address + "," + name + "\n"));
        refused(take(batch, "date,date," + name + "\n" + address));
        answered(api.as("auditor").get(RESULTS, batch), 200);
        api.as("support").get("/api/v1/customers/C-1/notices").then().statusCode(200);
    }

    private Response take(UUID batch, String file) {
        return api.as("author")
                .contentType("text/csv; charset=UTF-8")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(file)
                .post(RESULTS, batch);
    }

    private void resend(UUID batch) {
        String path = "/api/v1/batches/{id}/resend";
        refused(api.as("author").body("{\"" + address + "\": 1}").post(path, batch));
        refused(api.as("author").body("{\"templateId\": \"" + address + "\"}").post(path, batch));
        Response planned = answered(api.as("author").body("{}").post(path, batch), 201);
        UUID resend = UUID.fromString(planned.jsonPath().getString("id"));
        api.awaitStatus(resend, "DRAFT");
        String fingerprint = api.submit(resend).getString("fingerprint");
        api.decide("approver", resend, fingerprint, "APPROVE").then().statusCode(200);
        api.awaitStatus(resend, "COMPLETED");
    }

    private void reports(UUID incident, UUID batch) {
        for (String form : List.of("report", "report.csv")) {
            answered(api.as("auditor").get("/api/v1/incidents/{id}/" + form, incident), 200);
            answered(api.as("auditor").get("/api/v1/batches/{id}/" + form, batch), 200);
        }
    }

    private Response answered(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        answers.add(answer.headers() + "\n" + answer.asString());
        return answer;
    }

    private void refused(Response answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        answers.add(answer.headers() + "\n" + answer.asString());
    }
}
