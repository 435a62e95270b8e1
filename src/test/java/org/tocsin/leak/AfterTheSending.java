package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.leak.Canary.ADDRESS;
import static org.tocsin.leak.Canary.NAME;
import static org.tocsin.leak.Canary.STREET;

import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    private final KeptAnswers kept;

    AfterTheSending(ServiceApi api, KeptAnswers kept) {
        this.api = api;
        this.kept = kept;
    }

    /** Goes through all of them, and keeps the answers in which nobody may be named. */
    void goThrough(UUID incident, UUID set, ScriptedSmtpServer mail) {
        mail.always(Step.RCPT, SmtpAction.reply("550 5.7.1 <" + ADDRESS + ">: not for " + NAME));
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
    }

    private void letters(UUID batch) {
        Response export = kept.answered(api.as("author").post(LETTERS, batch), 201);
        String id = export.jsonPath().getString("id");
        for (String path : List.of(LETTERS, LETTERS + "/" + id)) {
            Response file = api.as("author").accept("text/csv").get(path, batch);
            assertThat(file.asString()).as("the list itself names people").contains(NAME, STREET);
        }
        api.as("author")
                .accept("text/csv")
                .get(LETTERS + "/" + id + "/without-address", batch)
                .then()
                .statusCode(200);
        kept.answered(api.as("auditor").accept("application/json").get(LETTERS, batch), 200);
    }

    /** What the print house says, in words of its own. */
    private void results(UUID batch) {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String header = "sequenceNumber,noticeCode,result,date,reason," + NAME + "\n";
        String file = header
                + "1,,RETURNED," + today + ",moved to " + STREET + "; ask " + NAME + "," + ADDRESS + "\n"
                + "1," + NAME + ",MAILED," + today + ",,\n"
                + ADDRESS + ",,MAILED," + today + ",,\n"
                + "1,," + NAME + "," + today + ",,\n"
                + "1,,MAILED," + STREET + ",,\n"
                + ADDRESS + "\n";
        Response taken = kept.answered(take(batch, file), 200);
        assertThat(taken.jsonPath().getInt("returned")).isEqualTo(1);
        assertThat(taken.jsonPath().getInt("rejected")).isEqualTo(5);
        kept.refused(take(batch, header + "1,,RETURNED," + today + ",\"" + STREET));
        kept.refused(take(batch, ADDRESS + "," + NAME + "\n"));
        kept.refused(take(batch, "date,date," + NAME + "\n" + ADDRESS));
        kept.answered(api.as("auditor").get(RESULTS, batch), 200);
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
        kept.refused(api.as("author").body("{\"" + ADDRESS + "\": 1}").post(path, batch));
        kept.refused(
                api.as("author").body("{\"templateId\": \"" + ADDRESS + "\"}").post(path, batch));
        Response planned = kept.answered(api.as("author").body("{}").post(path, batch), 201);
        UUID resend = UUID.fromString(planned.jsonPath().getString("id"));
        api.awaitStatus(resend, "DRAFT");
        String fingerprint = api.submit(resend).getString("fingerprint");
        api.decide("approver", resend, fingerprint, "APPROVE").then().statusCode(200);
        api.awaitStatus(resend, "COMPLETED");
    }

    private void reports(UUID incident, UUID batch) {
        for (String form : List.of("report", "report.csv")) {
            kept.answered(api.as("auditor").get("/api/v1/incidents/{id}/" + form, incident), 200);
            kept.answered(api.as("auditor").get("/api/v1/batches/{id}/" + form, batch), 200);
        }
    }
}
