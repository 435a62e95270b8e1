package org.tocsin.receipt.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.FailureClass;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.receipt.bounce.ReportedRecipient;
import org.tocsin.receipt.bounce.ReturnedMail;

/** SendGrid's events, in the forms of its documentation. */
class SendGridEventTest {

    @ParameterizedTest
    @CsvSource({
        "processed, TAKEN",
        "delivered, DELIVERED",
        "deferred, BOUNCE",
        "bounce, BOUNCE",
        "dropped, BOUNCE",
        "spamreport, COMPLAINT",
        "open, OTHER",
    })
    void eachEventHasItsKindAndNamesItsMessage(String event, MailKind kind) {
        ReturnedMail read = SendGridEvent.read(event(event, ""));

        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.marks().messageIds())
                .containsExactly("0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 user unknown | 5.1.1 | Invalid Address     | bounce  | ADDRESS_DEAD",
                "500 unknown recipient  | 5.0.0 | Invalid Address     | bounce  | ADDRESS_DEAD",
                "550 5.2.2 mailbox full | 5.2.2 | Mailbox Unavailable | bounce  | MAILBOX_UNABLE",
                "550 5.7.1 spam         | 5.7.1 | Content             | blocked | POLICY",
                "421 try later          | 4.0.0 | Invalid Address     | bounce  | MAILBOX_UNABLE",
                "550 refused            | 5.0.0 | Invalid Address     | blocked | MAILBOX_UNABLE",
            })
    void aBounceIsLostForItsReason(
            String reason, String status, String classification, String type, FailureClass failure) {
        ReportedRecipient recipient = one(event(
                "bounce",
                ", \"reason\": \"%s\", \"status\": \"%s\", \"bounce_classification\": \"%s\", \"type\": \"%s\""
                        .formatted(reason, status, classification, type)));

        assertThat(recipient.failureClass()).isEqualTo(failure);
        assertThat(recipient.stillTrying()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Invalid, ADDRESS_DEAD",
        "Spam Content, POLICY",
        "Bounced Address, MAILBOX_UNABLE",
        "Unsubscribed Address, MAILBOX_UNABLE",
        "Something New, MAILBOX_UNABLE",
    })
    void whatSendGridHasNotTriedIsLost(String reason, FailureClass failure) {
        ReportedRecipient recipient = one(event("dropped", ", \"reason\": \"" + reason + "\""));

        assertThat(recipient.failureClass()).isEqualTo(failure);
        assertThat(recipient.stillTrying()).isFalse();
    }

    @Test
    void aDelayIsNotALoss() {
        assertThat(one(event("deferred", ", \"response\": \"550 5.1.1 user unknown\""))
                        .stillTrying())
                .isTrue();
    }

    @Test
    void ofACallOnlyEventsOfDeliveryAreKept() {
        String body = "[" + event("delivered", "") + "," + event("click", "") + ", 5, " + event("bounce", "") + "]";

        assertThat(SendGridEvent.split(bytes(body)).orElseThrow()).hasSize(2);
        assertThat(SendGridEvent.split(bytes("{}"))).isEmpty();
        assertThat(SendGridEvent.split(bytes("no JSON"))).isEmpty();
        assertThat(SendGridEvent.split(bytes(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "null", "{\"event\": \"bounce\"}", "{\"event\": [], \"smtp-id\": 5}"})
    void nothingIsRefused(String text) {
        assertThat(SendGridEvent.read(text)).isNotNull();
    }

    private static ReportedRecipient one(String event) {
        return SendGridEvent.read(event).recipients().get(0);
    }

    private static String event(String event, String more) {
        return """
                {"email": "ann@example.org", "timestamp": 1772366400, "event": "%s", "sg_event_id": "%s-1",
                 "smtp-id": "<0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org>"%s}
                """
                .formatted(event, event, more);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
