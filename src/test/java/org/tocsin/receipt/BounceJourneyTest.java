package org.tocsin.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.receipt.bounce.Mails;
import org.tocsin.testing.BounceMailbox;
import org.tocsin.testing.OnePerson;
import org.tocsin.testing.ScriptedSmtpServer;
import org.tocsin.testing.ServiceApi;
import org.tocsin.testing.TestDatabase;
import org.tocsin.testing.TestProviders;

/** An email that came back after it was accepted, from the mail server's bounce to the person's outcome. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(TestProviders.class)
class BounceJourneyTest {

    private static final ServiceApi API = ServiceApi.ofThisTest();
    private static final String MAIL = "message/rfc822";

    private final String customer = "b" + UUID.randomUUID().toString().substring(0, 8);
    private final String email = customer + "@example.org";

    private ScriptedSmtpServer mail;
    private BounceMailbox mailbox;
    private OnePerson person;

    @Test
    void aBounceAfterAcceptanceFailsTheDeliveryWithItsClass() {
        UUID batch = mailOnePerson();
        person.awaitState("ACCEPTED");

        deliver(bounce("5.2.2", "failed", "smtp; 552 5.2.2 mailbox full"));

        person.awaitState("FAILED");
        assertThat(person.delivery().getString("reason")).isEqualTo("MAILBOX_UNABLE");
        assertThat(API.batch(batch).getInt("outcomes.unreached")).isEqualTo(1);
    }

    @Test
    void aDelayAnAutomaticReplyAndAComplaintLeaveItAsItIs() throws SQLException {
        mailOnePerson();
        person.awaitState("ACCEPTED");

        deliver(bounce("4.4.1", "delayed", "smtp; 421 4.4.1 try later"));
        deliver("From: " + email + "\nTo: " + returnPath()
                + "\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nAway.\n");
        deliver(Mails.COMPLAINT.replace("bounce+x@bounces.example.org", returnPath()));

        await().until(() -> outcomes("DELAYED") + outcomes("NOTED") == 2);
        assertThat(person.delivery().getString("state")).isEqualTo("ACCEPTED");
    }

    @Test
    void theSameMailTwiceIsOne() throws SQLException {
        mailOnePerson();
        person.awaitState("ACCEPTED");
        String bounce = bounce("5.7.1", "failed", "smtp; 550 5.7.1 spam");

        deliver(bounce);
        deliver(bounce);
        person.awaitState("FAILED");

        assertThat(outcomes("APPLIED")).isEqualTo(1);
    }

    @Test
    void aBounceInTheMailboxFailsTheDeliveryAndIsPutAside() throws SQLException {
        mailOnePerson();
        person.awaitState("ACCEPTED");
        String bounce = bounce("5.7.1", "failed", "smtp; 550 5.7.1 spam");

        mailbox.deliver(bounce);
        mailbox.deliver(bounce);

        person.awaitState("FAILED");
        await().until(() -> mailbox.count("INBOX") == 0 && mailbox.count("Tocsin") == 2);
        assertThat(outcomes("APPLIED")).isEqualTo(1);
    }

    /** Some relays rewrite the return path. */
    @Test
    void withoutTheReturnPathTheQuotedMessageTells() {
        mailOnePerson();
        person.awaitState("ACCEPTED");
        deliver(bounce("5.7.1", "failed", "smtp; 550 5.7.1 spam")
                .replace(returnPath(), "bounces@relay.example.net")
                .replaceAll(
                        "Message-ID: .*",
                        "Message-ID: <" + mail.messageTo(email).messageId() + ">"));

        person.awaitState("FAILED");
        assertThat(person.delivery().getString("reason")).isEqualTo("POLICY");
    }

    @Test
    void aForgedReturnPathMovesNothingAndIsKept() throws SQLException {
        mailOnePerson();
        person.awaitState("ACCEPTED");
        String forged = returnPath().replaceFirst("\\.[0-9a-f]{4}", ".0000");
        long before = TestDatabase.count("SELECT count(*) FROM returned_mail WHERE outcome = 'UNMATCHED'");

        deliver(Mails.report(forged, email, "5.1.1", "failed", "smtp; 550 5.1.1 User unknown"));

        await().until(() ->
                TestDatabase.count("SELECT count(*) FROM returned_mail WHERE outcome = 'UNMATCHED'") == before + 1);
        assertThat(person.delivery().getString("state")).isEqualTo("ACCEPTED");
    }

    @Test
    void theMailLiesInTheDatabaseSealed() throws SQLException {
        mailOnePerson();
        person.awaitState("ACCEPTED");

        deliver(bounce("5.1.1", "failed", "smtp; 550 5.1.1 User unknown"));
        person.awaitState("FAILED");

        assertThat(TestDatabase.count(
                        "SELECT count(*) FROM returned_mail WHERE position(convert_to(?, 'UTF8') IN sealed_mail) > 0",
                        customer))
                .isZero();
        assertThat(TestDatabase.count(
                        "SELECT count(*) FROM returned_mail m JOIN delivery d ON d.id = m.delivery_id"
                                + " JOIN notice n ON n.id = d.notice_id WHERE n.customer_ref = ?",
                        customer))
                .isEqualTo(1);
    }

    @Test
    void anExplanationNamesNobodyAndAppliesNothing() throws SQLException {
        long before = TestDatabase.count("SELECT count(*) FROM returned_mail");

        explain(
                        "support",
                        Mails.report(
                                "bounce+x@bounces.example.org",
                                "ann.doe@example.org",
                                "5.1.1",
                                "failed",
                                "smtp; 550 5.1.1 <ann.doe@example.org>: doe unknown, no such user"))
                .statusCode(200)
                .body("kind", equalTo("BOUNCE"))
                .body("recipients.address", contains("a***@example.org"))
                .body("recipients[0].class", equalTo("ADDRESS_DEAD"))
                .body("recipients[0].permanent", equalTo(true))
                .body("recipients[0].addressDead", equalTo(true))
                .body("recipients[0].status", equalTo("5.1.1"))
                .body("recipients[0].replyCode", equalTo(550))
                .body("recipients[0].words", equalTo("550 5.1.1 <[address]>: [name] unknown, no such user"));
        explain("auditor", Mails.COMPLAINT).body("kind", equalTo("COMPLAINT")).body("recipients[0].class", nullValue());

        assertThat(TestDatabase.count("SELECT count(*) FROM returned_mail")).isEqualTo(before);
    }

    @Test
    void whoMayNotAndWhatIsNoMailIsRefused() {
        explain("author", "x").statusCode(403);
        explain("support", "").statusCode(400).body("violations[0].field", equalTo("body"));
        explain("support", "x".repeat(3_000_000)).statusCode(413);
        API.as("support").body("{}").post("/api/v1/bounces/explanation").then().statusCode(415);
        API.as("support")
                .contentType(MAIL)
                .body(bytes("x"))
                .post("/hooks/email/bounces")
                .then()
                .statusCode(403);
    }

    private UUID mailOnePerson() {
        person = OnePerson.mailed(API, customer, email);
        return person.batch();
    }

    private String bounce(String status, String action, String diagnosticCode) {
        return Mails.report(returnPath(), email, status, action, diagnosticCode);
    }

    private static void deliver(String bounce) {
        API.as("mail-feed")
                .contentType(MAIL)
                .body(bytes(bounce))
                .post("/hooks/email/bounces")
                .then()
                .statusCode(202);
    }

    private static ValidatableResponse explain(String role, String mail) {
        return API.as(role)
                .contentType(MAIL)
                .body(bytes(mail))
                .post("/api/v1/bounces/explanation")
                .then();
    }

    private static byte[] bytes(String mail) {
        return mail.getBytes(StandardCharsets.UTF_8);
    }

    private String returnPath() {
        return mail.messageTo(email).returnPath();
    }

    private long outcomes(String outcome) throws SQLException {
        return TestDatabase.count(
                "SELECT count(*) FROM returned_mail m JOIN delivery d ON d.id = m.delivery_id JOIN notice n ON n.id = d.notice_id"
                        + " WHERE m.outcome = '" + outcome + "' AND n.customer_ref = ?",
                customer);
    }
}
