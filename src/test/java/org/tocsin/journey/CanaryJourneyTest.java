package org.tocsin.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.ScriptedSmtpServer.Step;
import org.tocsin.testing.SmtpAction;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** When the few who are sent to first have shown something, and when they have not. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class CanaryJourneyTest extends ManyPeopleJourney {

    @Test
    void aCanaryIsOutWhenEachOfItHasBeenTriedAlsoOverTheNextChannel() {
        // One of four is to be tried again later, one is told by SMS.
        mail.on(Step.RCPT, SmtpAction.reply("451 4.2.1 busy"), SmtpAction.reply("550 5.1.1 nobody here"));
        int texts = twilio.taken().size();
        UUID batch = API.approved(batch(
                20,
                Map.of(
                        "channels", Map.of("mode", "FALLBACK", "order", List.of("EMAIL", "SMS")),
                        "canary", Map.of("people", 4))));
        JsonPath held = API.awaitStatus(batch, "HELD");
        assertThat(held.getString("heldReason")).isEqualTo("CANARY");
        assertThat(held.getInt("outcomes.reachedUnconfirmed")).isEqualTo(3);
        assertThat(held.getInt("deliveries.due")).isEqualTo(1);
        assertThat(recipients()).hasSize(2);
        assertThat(twilio.taken()).hasSize(texts + 1);
        act("approver", batch, "resume").then().statusCode(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> API.batch(batch).getInt("outcomes.reachedUnconfirmed") == 19);
        act("approver", batch, "cancel");
    }

    @Test
    void aCanaryThatCouldTellNobodyYetHasShownNothing() {
        mail.always(Step.RCPT, SmtpAction.reply("451 4.2.1 busy"));
        UUID batch = API.approved(batch(20, with(MAIL_ONLY, "canary", Map.of("people", 4))));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> API.as("author")
                                .get("/api/v1/batches/{id}/deliveries", batch)
                                .jsonPath()
                                .getList("items.findAll { it.reason == 'MAILBOX_UNABLE' }")
                                .size()
                        == 4);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(30))
                .until(() -> API.batch(batch).getString("status").equals("DISPATCHING"));
        act("author", batch, "cancel").then().statusCode(200);
    }
}
