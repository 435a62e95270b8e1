package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** A batch in people's hands while it is being sent at full speed; the judge is the mail server's own ledger. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class HandsJourneyTest extends ManyPeopleJourney {

    @Test
    void twoSecondsAfterAPauseNoMessageLeavesAndAfterwardsEveryoneGetsOne() {
        Queue<Instant> dots = new ConcurrentLinkedQueue<>();
        SmtpAction slowly = SmtpAction.replyAfter(Duration.ofMillis(20), "250 2.0.0 Ok");
        mail.always(Step.DOT, SmtpAction.taking((client, closing) -> {
            dots.add(Instant.now());
            return slowly.answer(client, closing);
        }));
        UUID batch = API.approved(batch(1_600, MAIL_ONLY));
        await().atMost(Duration.ofSeconds(60)).until(() -> dots.size() > 200);

        act("operator", batch, "pause").then().statusCode(200).body("status", equalTo("PAUSED"));
        Instant pausedAt = Instant.now();
        await().atMost(Duration.ofSeconds(60)).until(() -> API.batch(batch).getInt("deliveries.sending") == 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(pausedAt.plusSeconds(4)));

        assertThat(dots).noneMatch(dot -> dot.isAfter(pausedAt.plusSeconds(2)));
        assertThat(API.batch(batch).getInt("deliveries.due")).isPositive();
        act("approver", batch, "resume").then().statusCode(200);
        API.awaitStatus(batch, "COMPLETED");
        assertThat(recipients()).hasSize(1_600).doesNotHaveDuplicates();
    }

    @Test
    void aCancelledBatchAnswersAtOnceAndItsPeopleAreWithdrawnSoon() {
        Map<String, Object> wanted = batch(12_000, with(MAIL_ONLY, "startAt", "2099-01-01T00:00:00Z"));
        UUID batch = API.approved(wanted);
        act("author", batch, "cancel").then().statusCode(200).body("status", equalTo("CANCELLED"));
        UUID second = API.plan(wanted);
        Response submitted = API.as("author").post("/api/v1/batches/{id}/submission", second);
        assertThat(submitted.statusCode() == 409 || submitted.jsonPath().getInt("outcomes.excluded") == 0)
                .as("nobody is left out for a batch that tells nobody")
                .isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> API.batch(batch).getInt("outcomes.withdrawn") == 12_000);
        assertThat(API.batch(batch).getInt("deliveries.cancelled")).isEqualTo(12_000);
        assertThat(recipients()).isEmpty();
    }

    @Test
    void aBatchThatIsCancelledWhileItIsSentTellsNobodyAfterwards() {
        mail.always(Step.DOT, SmtpAction.taking(SmtpAction.replyAfter(Duration.ofMillis(20), "250 2.0.0 Ok")));
        UUID batch = API.approved(batch(2_000, MAIL_ONLY));
        await().atMost(Duration.ofSeconds(60)).until(() -> recipients().size() > 100);
        act("operator", batch, "cancel").then().statusCode(200);
        JsonPath ended = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> API.batch(batch),
                        seen -> seen.getInt("deliveries.due")
                                        + seen.getInt("deliveries.planned")
                                        + seen.getInt("deliveries.sending")
                                == 0);
        assertThat(ended.getInt("outcomes.withdrawn")).isPositive();
        assertThat(ended.getInt("outcomes.withdrawn") + ended.getInt("outcomes.reachedUnconfirmed"))
                .isEqualTo(2_000);
        assertThat(recipients()).hasSize(ended.getInt("outcomes.reachedUnconfirmed"));
        String told = recipients().get(0); // p17.<tag>@example.org, say
        exclude("author", tag + "-" + told.substring(1, told.indexOf('.')), "LAW_ENFORCEMENT_HOLD")
                .then()
                .statusCode(201)
                .body("alreadySent.batchId", contains(batch.toString()));
    }

    @Test
    void aPlanLeavesOutWhoIsExcludedAndLiftingServesLaterPlans() {
        Map<String, Object> wanted = batch(5, MAIL_ONLY);
        exclude("author", tag + "-2", "LAW_ENFORCEMENT_HOLD").then().statusCode(201);
        API.as("approver")
                .get("/api/v1/incidents/{id}/exclusions", incident)
                .then()
                .statusCode(200)
                .body("items.customerRef", contains(tag + "-2"))
                .body("items.reason", contains("LAW_ENFORCEMENT_HOLD"));
        JsonPath plan = API.batch(API.plan(wanted));
        assertThat(plan.getMap("plan.exclusions")).containsEntry("LAW_ENFORCEMENT_HOLD", 1);
        assertThat(plan.getInt("deliveries.undeliverable")).isEqualTo(1);
        API.as("author")
                .delete("/api/v1/incidents/{id}/exclusions/{ref}", incident, tag + "-2")
                .then()
                .statusCode(204);
        API.as("author")
                .delete("/api/v1/incidents/{id}/exclusions/{ref}", incident, tag + "-2")
                .then()
                .statusCode(404);
        assertThat(API.batch(API.plan(wanted)).getInt("outcomes.excluded")).isZero();
        assertThat(actions()).contains("PERSON_EXCLUDED", "EXCLUSION_LIFTED");
    }

    @Test
    void approvingAgainstEditingSendsNothingStale() {
        for (int round = 0; round < 4; round++) {
            int before = recipients().size();
            UUID batch = API.plan(batch(2, MAIL_ONLY));
            String fingerprint = API.submit(batch).getString("fingerprint");
            List<Integer> answers = List.<java.util.function.Supplier<Response>>of(
                            () -> API.decide("approver", batch, fingerprint, "APPROVE"), () -> API.as("author")
                                    .body(Map.of(
                                            "facts", Map.of("en", Map.of("whatHappened", "More than we thought."))))
                                    .patch("/api/v1/incidents/{id}", incident))
                    .parallelStream()
                    .map(call -> call.get().statusCode())
                    .toList();
            assertThat(answers.get(0)).isIn(200, 409);
            assertThat(answers.get(1)).isEqualTo(200);
            API.awaitStatus(batch, "HELD", "COMPLETED");
            List<String> actions = actions();
            if (actions.contains("BATCH_RELEASED")) {
                assertThat(actions.indexOf("BATCH_RELEASED")).isLessThan(actions.indexOf("INCIDENT_AMENDED"));
            } else {
                assertThat(recipients()).hasSize(before);
            }
        }
    }

    @Test
    void ofTwoApproversWhoDecideAtOnceOneDecides() {
        String second = "second-" + tag;
        API.as("operator")
                .body(Map.of(
                        "username", second, "password", "a long password of the second", "roles", List.of("approver")))
                .post("/api/v1/admin/accounts")
                .then()
                .statusCode(201);
        UUID batch = API.plan(batch(3, MAIL_ONLY));
        String fingerprint = API.submit(batch).getString("fingerprint");
        Map<String, String> yes = Map.of("fingerprint", fingerprint, "decision", "APPROVE");
        Map<String, String> no = Map.of("fingerprint", fingerprint, "decision", "REJECT");
        List<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> {
                    var caller = i % 2 == 0
                            ? API.as("approver")
                            : API.as("approver").auth().preemptive().basic(second, "a long password of the second");
                    return caller.body(i % 2 == 0 ? yes : no)
                            .post("/api/v1/admin/batches/{id}/approval", batch)
                            .statusCode();
                })
                .toList();
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(5);
        JsonPath ended = API.awaitStatus(batch, "COMPLETED", "REJECTED");
        assertThat(recipients()).hasSize(ended.getString("status").equals("COMPLETED") ? 3 : 0);
    }

    @Test
    void hoursAndTimesThatCannotBeAreRefused() {
        Map<String, Object> wrong = batch(
                1, Map.of("window", Map.of("sms", Map.of("from", "08:00", "to", "08:00")), "approvalValidFor", "P31D"));
        API.as("author")
                .body(wrong)
                .post("/api/v1/batches")
                .then()
                .statusCode(422)
                .body("violations.field", contains("window.sms", "approvalValidFor"));
    }

    private Response exclude(String role, String customerRef, String reason) {
        return API.as(role)
                .body(Map.of("customerRef", customerRef, "reason", reason, "note", "file 815"))
                .post("/api/v1/incidents/{id}/exclusions", incident);
    }
}
