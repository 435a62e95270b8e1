package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.testing.OnePerson;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.SendGridCalls;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.SnsStub;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** What the large mail providers tell of an email, from their signed calls to the person's outcome. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class ProviderEventsJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();

    private final String customer = "e" + UUID.randomUUID().toString().substring(0, 8);
    private final String email = customer + "@example.org";

    private ScriptedSmtpServer mail;
    private SnsStub sns;
    private SendGridCalls sendGrid;

    @Test
    void sesConfirmsAnEmailAndThenTellsThatItBounced() throws SQLException {
        OnePerson person = accepted();

        ses("notificationType", "Delivery", "\"delivery\": {}").statusCode(202);
        person.awaitState("DELIVERED");
        assertThat(person.notice().getBoolean("confirmed")).isTrue();

        String bounce =
                """
                "bounce": {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [
                  {"emailAddress": "%s", "status": "5.1.1", "action": "failed", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]}
                """
                        .formatted(email);
        ses("eventType", "Bounce", bounce).statusCode(202);
        ses("eventType", "Bounce", bounce).statusCode(202);
        ses("eventType", "Send", "\"send\": {}").statusCode(202);
        person.awaitState("FAILED");

        await().until(() -> outcomes("SES", "APPLIED") == 3);
        assertThat(person.delivery().getString("state")).isEqualTo("FAILED");
        assertThat(person.delivery().getString("reason")).isEqualTo("ADDRESS_DEAD");
    }

    @Test
    void aCallThatNoTopicOfOursHasSignedStoresNothing() throws SQLException {
        long before = TestDatabase.count("SELECT count(*) FROM returned_mail");
        Map<String, String> fields = sns.notification("{\"eventType\": \"Delivery\"}");
        String signed = sns.signed(fields, 2);

        post(signed.replace("Delivery", "Bounce")).statusCode(403).contentType("application/problem+json");
        post("no JSON").statusCode(403);

        assertThat(TestDatabase.count("SELECT count(*) FROM returned_mail")).isEqualTo(before);
    }

    @Test
    void aSubscriptionToOurTopicIsConfirmed() {
        post(sns.signed(sns.confirmation(), 2)).statusCode(202);

        assertThat(sns.asked()).anyMatch(path -> path.contains("Action=ConfirmSubscription"));
    }

    @Test
    void anEventOfADeliveryThatIsNotThereIsKept() throws SQLException {
        UUID unknown = UUID.randomUUID();
        long before = TestDatabase.count("SELECT count(*) FROM returned_mail WHERE outcome = 'UNMATCHED'");

        sendGrid("[" + event("delivered", unknown + "@bounces.example.org", "") + "]")
                .statusCode(202);

        await().until(() ->
                TestDatabase.count("SELECT count(*) FROM returned_mail WHERE outcome = 'UNMATCHED'") == before + 1);
    }

    @Test
    void sendGridTellsInAnyOrderHowAnEmailFared() throws SQLException {
        OnePerson person = accepted();
        String bounced = event(
                "bounce",
                mail.messageTo(email).messageId(),
                ", \"reason\": \"550 5.2.2 mailbox full\", \"status\": \"5.2.2\"");
        String deferred =
                event("deferred", mail.messageTo(email).messageId(), ", \"response\": \"451 try again later\"");
        String delivered = event("delivered", mail.messageTo(email).messageId(), ", \"response\": \"250 OK\"");

        sendGrid("[" + deferred + "," + delivered + "]").statusCode(202);
        person.awaitState("DELIVERED");
        sendGrid("[" + bounced + "," + delivered + ","
                        + event("open", mail.messageTo(email).messageId(), "") + "]")
                .statusCode(202);
        person.awaitState("FAILED");

        assertThat(person.delivery().getString("reason")).isEqualTo("MAILBOX_UNABLE");
        assertThat(outcomes("SENDGRID", "APPLIED")).isEqualTo(2);
        assertThat(outcomes("SENDGRID", "DELAYED")).isEqualTo(1);
    }

    @Test
    void whatSendGridHasNotSignedTodayIsRefusedAndOtherPeoplesMailIsNotKept() throws SQLException {
        long before = TestDatabase.count("SELECT count(*) FROM returned_mail");
        String body = "[" + event("delivered", UUID.randomUUID() + "@bounces.example.org", "") + "]";
        long now = Instant.now().getEpochSecond();
        long old = now - Duration.ofHours(26).toSeconds();

        sendGrid(now, sendGrid.signature(now, body), body.replace("delivered", "bounce"))
                .statusCode(403);
        sendGrid(now, new SendGridCalls().signature(now, body), body).statusCode(403);
        sendGrid(old, sendGrid.signature(old, body), body).statusCode(403);
        RestAssured.given()
                .contentType("application/json")
                .body(body)
                .post("/hooks/email/sendgrid")
                .then()
                .statusCode(403);
        sendGrid("{}").statusCode(400).body("violations[0].field", equalTo("body"));
        sendGrid("[" + event("delivered", "a-newsletter@example.org", "") + "]").statusCode(202);

        assertThat(TestDatabase.count("SELECT count(*) FROM returned_mail")).isEqualTo(before);
    }

    private OnePerson accepted() {
        OnePerson person = OnePerson.mailed(API, customer, email);
        person.awaitState("ACCEPTED");
        return person;
    }

    private ValidatableResponse ses(String typeField, String type, String more) {
        String event =
                """
                {"%s": "%s", "mail": {"messageId": "0102018b-000000", "source": "%s", "destination": ["%s"]}, %s}
                """
                        .formatted(typeField, type, mail.messageTo(email).returnPath(), email, more);
        return post(sns.signed(sns.notification(event), 2));
    }

    private static ValidatableResponse post(String body) {
        return RestAssured.given()
                .contentType("text/plain; charset=UTF-8")
                .body(body)
                .post("/hooks/email/ses")
                .then();
    }

    private String event(String event, String messageId, String more) {
        return "{\"email\": \"%s\", \"event\": \"%s\", \"smtp-id\": \"<%s>\", \"sg_event_id\": \"%s\"%s}"
                .formatted(email, event, messageId, event, more);
    }

    private ValidatableResponse sendGrid(String body) {
        long now = Instant.now().getEpochSecond();
        return sendGrid(now, sendGrid.signature(now, body), body);
    }

    private static ValidatableResponse sendGrid(long seconds, String signature, String body) {
        return RestAssured.given()
                .contentType("application/json")
                .header("X-Twilio-Email-Event-Webhook-Timestamp", seconds)
                .header("X-Twilio-Email-Event-Webhook-Signature", signature)
                .body(body)
                .post("/hooks/email/sendgrid")
                .then();
    }

    private long outcomes(String source, String outcome) throws SQLException {
        return TestDatabase.count(
                "SELECT count(*) FROM returned_mail m JOIN delivery d ON d.id = m.delivery_id JOIN notice n ON n.id = d.notice_id"
                        + " WHERE m.source = ? AND m.outcome = ? AND n.customer_ref = ?",
                source,
                outcome,
                customer);
    }
}
