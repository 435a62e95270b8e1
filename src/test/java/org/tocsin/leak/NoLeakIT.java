package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.leak.Canary.ADDRESS;
import static org.tocsin.leak.Canary.ATTRIBUTE;
import static org.tocsin.leak.Canary.CSV;
import static org.tocsin.leak.Canary.DOMAIN;
import static org.tocsin.leak.Canary.MAIL;
import static org.tocsin.leak.Canary.NAME;
import static org.tocsin.leak.Canary.PHONE;
import static org.tocsin.leak.Canary.STREET;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.ServiceProcess;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TwilioCallbacks;
import org.tocsin.testing.TwilioStub;

/**
 * Loads people whose every datum is a canary into the packaged service on its own database, goes through the journeys and the
 * faults, and then looks for the canaries wherever they must not be: in the logs, the metrics, the answers that refuse
 * something, the addresses that were called, the evidence, and every file of the data folder.
 *
 * <p>What a caller asks for by a customer's reference may show names and masked addresses; those answers are not looked into.
 */
@Timeout(300)
class NoLeakIT {

    private static final String PUBLIC_URL = "https://notices.example.org";
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String TOKEN = "a-token-for-tests";

    private final LeakSearch canaries = new LeakSearch(MAIL, DOMAIN, NAME, PHONE, ATTRIBUTE, STREET);
    private final KeptAnswers kept = new KeptAnswers();

    @TempDir
    Path folder;

    private Path data;
    private ServiceApi api;

    @Test
    void noDatumOfAVictimIsWhereItMustNotBe() throws Exception {
        data = folder.resolve("data");
        try (ScriptedSmtpServer mail = ScriptedSmtpServer.start();
                TwilioStub twilio = TwilioStub.start(Clock.systemUTC());
                ToldSystem told = new ToldSystem(NAME + " at " + ADDRESS + " is nobody's business");
                ServiceProcess service = ServiceProcess.start(settings(mail, twilio));
                // Before it is killed: else its PostgreSQL would outlive the test.
                AutoCloseable stopped = service::stop) {
            service.awaitUp();
            api = ServiceApi.at(service.address(), data);
            UUID incident = api.openIncident();
            addWebhook(told);
            WrongCalls wrong = new WrongCalls(api, kept);
            wrong.uploads(incident);
            UUID set = api.upload(incident, CSV);
            send(incident, set, mail, twilio);
            wrong.questions(incident, set);
            new AfterTheSending(api, kept).goThrough(incident, set, mail);
            answers(service);
            // Whose address is dead is noted some seconds later.
            await().until(() -> api.as("support")
                    .get("/api/v1/suppressions")
                    .jsonPath()
                    .getList("items.source")
                    .containsAll(List.of("DELIVERY", "RECIPIENT")));
            await().atMost(Duration.ofSeconds(60)).until(() -> told.everything().contains("batch.completed"));
            String metrics = service.get("/q/metrics").body();
            String evidence = api.as("auditor")
                    .queryParam("limit", 1000)
                    .get("/api/v1/incidents/{id}/evidence", incident)
                    .asString();
            assertThat(evidence)
                    .contains("RECORD_SET_SEALED", "BATCH_RELEASED", "BATCH_EXPORTED")
                    .contains("LETTERS_EXPORTED", "LETTER_RESULTS_IMPORTED", "BATCH_FOLLOWED_UP");

            assertThat(mail.messages()).as("the canaries did go out").isNotEmpty();
            assertThat(twilio.taken()).isNotEmpty();
            assertThat(kept.size()).isGreaterThan(10);
            assertThat(canaries.in(metrics)).as("metrics").isEmpty();
            assertThat(canaries.in(evidence)).as("evidence").isEmpty();
            assertThat(told.everything()).contains("delivery.changed");
            assertThat(canaries.in(told.everything())).as("webhooks").isEmpty();
            assertThat(canaries.in(kept.text())).as("refusals").isEmpty();
            assertThat(canaries.in(service.errors())).as("error output").isEmpty();
            OwnDatabase database = new OwnDatabase(data);
            database.checkpoint();
            assertThat(canaries.in(database.everyRow())).as("rows").isEmpty();
            assertThat(folder.resolve("service.log")).isNotEmptyFile();
            assertThat(leaksInFiles()).as("logs and files").isEmpty();
            assertThat(Files.readString(folder.resolve("access.log")))
                    .as("the addresses that were called")
                    .contains("POST /api/v1/customers/lookup");

            database.plant();
            assertThat(canaries.in(database.everyRow())).contains(STREET);
            assertThat(leaksInFiles())
                    .as("what was planted in a row is found in the database's files")
                    .anyMatch(found -> found.startsWith(STREET) && found.contains("postgres/base/"))
                    .anyMatch(found -> found.startsWith(STREET) && found.contains("postgres/pg_wal/"));
        }
    }

    private String[] settings(ScriptedSmtpServer mail, TwilioStub twilio) {
        return new String[] {
            "tocsin.data-dir=" + data,
            "tocsin.dispatch.reconcile-after=PT1S",
            "tocsin.webhooks.loopback=true",
            "tocsin.public-url=" + PUBLIC_URL,
            "tocsin.email.from=notices@example.org",
            "tocsin.email.return-path-domain=bounces.example.org",
            "tocsin.email.providers.main.host=127.0.0.1",
            "tocsin.email.providers.main.port=" + mail.port(),
            "tocsin.email.providers.main.tls=NONE",
            "tocsin.sms.providers.main.account-sid=" + ACCOUNT,
            "tocsin.sms.providers.main.auth-token=" + TOKEN,
            "tocsin.sms.providers.main.from=+12025550123",
            "tocsin.sms.providers.main.base-url=" + twilio.baseUrl(),
            // Everything that anybody would log when looking for a fault, and every address that was called.
            "quarkus.log.category.\"org.tocsin\".level=DEBUG",
            "quarkus.log.file.enabled=true",
            "quarkus.log.file.path=" + folder.resolve("service.log"),
            "quarkus.http.access-log.enabled=true",
            "quarkus.http.access-log.log-to-file=true",
            "quarkus.http.access-log.log-directory=" + folder,
            "quarkus.http.access-log.base-file-name=access",
            "quarkus.http.access-log.log-suffix=.log",
        };
    }

    private void addWebhook(ToldSystem told) {
        kept.refused(
                api.as("author").body(Map.of("url", "https://" + ADDRESS + "/")).post("/api/v1/webhooks"));
        api.as("author")
                .body(Map.of("url", told.url(), "eventTypes", List.of("batch.*", "delivery.*")))
                .post("/api/v1/webhooks")
                .then()
                .statusCode(201);
    }

    /** Two batches to mail servers and a text provider that refuse, vanish, and quote whom they refuse. */
    private void send(UUID incident, UUID set, ScriptedSmtpServer mail, TwilioStub twilio) {
        kept.answered(api.as("author").get("/api/v1/record-sets/{id}/rejects", set), 200);
        mail.on(Step.RCPT, SmtpAction.reply("550 5.1.1 <" + ADDRESS + ">: " + NAME + " (" + PHONE + ") is unknown"));
        mail.on(Step.DOT, SmtpAction.taking(SmtpAction.reply("250 2.0.0 Ok: queued for " + ADDRESS)));
        mail.on(Step.DATA, SmtpAction.reply("451 4.3.0 try later, " + ADDRESS));
        twilio.onPost(
                TwilioStub.Action.error(400, 21211, "The 'To' number +1" + PHONE + " is not a valid phone number."),
                TwilioStub.Action.taking(TwilioStub.Action.drop()));
        Map<String, Object> first = Map.of(
                "incidentId", incident, "recordSetId", set, "templateId", api.readyTemplate(), "horizon", "PT1H");
        UUID batch = api.approved(first);
        await().atMost(Duration.ofSeconds(60)).until(() -> api.batch(batch), NoLeakIT::allTried);
        mail.on(Step.RCPT, SmtpAction.replyAndDisconnect("421 4.7.0 too many from you to " + ADDRESS));
        mail.on(Step.DOT, SmtpAction.reply("554 5.7.1 refused: " + ADDRESS));
        UUID resent = api.approved(Map.of(
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
        await().atMost(Duration.ofSeconds(60)).until(() -> api.batch(resent), NoLeakIT::allTried);
        api.as("auditor")
                .get("/api/v1/batches/{id}/deliveries.csv", batch)
                .then()
                .statusCode(200);
        api.as("author").get("/api/v1/batches/{id}/samples", batch).then().statusCode(200);
    }

    private static boolean allTried(JsonPath batch) {
        return batch.getInt("deliveries.accepted") > 0
                && batch.getInt("deliveries.planned") + batch.getInt("deliveries.sending") == 0
                && batch.getInt("deliveries.failed") > 0;
    }

    /** What somebody texts back, and what somebody else makes up. */
    private void answers(ServiceProcess service) {
        assertThat(text(service, "SM1", NAME + " here, who are you?", TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(text(service, "SM2", "STOP", TOKEN).statusCode()).isEqualTo(200);
        kept.refused(text(service, "SM3", "STOP, says " + NAME, "another-token"));
    }

    private static Response text(ServiceProcess service, String sid, String body, String token) {
        Map<String, String> fields =
                Map.of("AccountSid", ACCOUNT, "MessageSid", sid, "From", "+1" + PHONE, "Body", body);
        String path = "/hooks/twilio/inbound";
        return RestAssured.given()
                .baseUri(service.address())
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", TwilioCallbacks.signature(token, PUBLIC_URL + path, fields))
                .formParams(fields)
                .post(path);
    }

    /** Of the data folder all but the programs of PostgreSQL, and the logs beside it. */
    private List<String> leaksInFiles() throws Exception {
        return canaries.under(folder, file -> !file.startsWith(data.resolve("postgres-binaries")));
    }
}
