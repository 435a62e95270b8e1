package org.tocsin.receipt.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.channel.FailureClass;

/** Amazon SES's events, in the forms of its documentation. */
class SesEventTest {

    @ParameterizedTest
    @ValueSource(strings = {"notificationType", "eventType"})
    void aBounceNamesItsRecipientAndWhy(String typeField) {
        ReturnedMail read = SesEvent.read(event(
                typeField,
                "Bounce",
                bounce("Permanent", "General", recipient("5.1.1", "smtp; 550 5.1.1 user unknown"))));

        assertThat(read.kind()).isEqualTo(MailKind.BOUNCE);
        ReportedRecipient recipient = read.recipients().get(0);
        assertThat(recipient.address()).isEqualTo("ann@example.org");
        assertThat(recipient.addressDead()).isTrue();
        assertThat(recipient.replyCode()).isEqualTo(550);
    }

    @Test
    void theOriginalsMarksAreAllThere() {
        ReturnedMail.Marks marks = SesEvent.read(event("eventType", "Delivery", "\"delivery\": {}"))
                .marks();

        assertThat(marks.sentTo()).containsExactly("bounce+x@bounces.example.org");
        assertThat(marks.deliveryHeaders()).containsExactly("abc.def");
        assertThat(marks.messageIds()).contains("0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org");
        assertThat(marks.providerIds()).containsExactly("0102018b-000000");
    }

    @ParameterizedTest
    @CsvSource({
        "Delivery, DELIVERED",
        "Send, TAKEN",
        "Complaint, COMPLAINT",
        "Open, OTHER",
        "Subscription, OTHER",
    })
    void eachTypeHasItsKind(String type, MailKind kind) {
        assertThat(SesEvent.read(event("eventType", type, "\"x\": {}")).kind()).isEqualTo(kind);
    }

    @Test
    void aDelayIsNotALoss() {
        ReturnedMail read = SesEvent.read(event(
                "eventType",
                "DeliveryDelay",
                "\"deliveryDelay\": {\"delayedRecipients\": [" + recipient("4.4.1", "smtp; 421 4.4.1 try later")
                        + "]}"));

        assertThat(read.recipients()).singleElement().matches(ReportedRecipient::stillTrying);
    }

    @Test
    void whatSesRefusesIsOurFault() {
        ReturnedMail read = SesEvent.read(event("eventType", "Reject", "\"reject\": {\"reason\": \"Bad content\"}"));

        assertThat(read.kind()).isEqualTo(MailKind.BOUNCE);
        assertThat(read.recipients())
                .singleElement()
                .extracting(ReportedRecipient::failureClass)
                .isEqualTo(FailureClass.POLICY);
    }

    /** Out of office: the documentation of bounce types says that it comes so. */
    @Test
    void anAutomaticReplyIsNoBounce() {
        String reply = bounce("Transient", "General", "{\"emailAddress\": \"ann@example.org\"}");
        String refusal = bounce("Transient", "General", recipient("4.4.7", "smtp; 550 4.4.7 message expired"));

        assertThat(SesEvent.read(event("notificationType", "Bounce", reply)).kind())
                .isEqualTo(MailKind.AUTO_REPLY);
        assertThat(SesEvent.read(event("notificationType", "Bounce", refusal)).kind())
                .isEqualTo(MailKind.BOUNCE);
    }

    @ParameterizedTest
    @CsvSource({
        "Permanent, NoEmail, , ADDRESS_DEAD",
        "Permanent, OnAccountSuppressionList, 5.1.1, MAILBOX_UNABLE",
        "Permanent, General, 5.7.1, POLICY",
        "Undetermined, Undetermined, , MAILBOX_UNABLE",
        "Transient, MailboxFull, 5.2.2, MAILBOX_UNABLE",
    })
    void subTypesCountWhereTheySayMoreThanTheStatus(String type, String subType, String status, FailureClass failure) {
        String recipient = status == null ? "{\"emailAddress\": \"ann@example.org\"}" : recipient(status, "");

        ReturnedMail read = SesEvent.read(event("notificationType", "Bounce", bounce(type, subType, recipient)));

        assertThat(read.recipients())
                .singleElement()
                .extracting(ReportedRecipient::failureClass)
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "5",
                "null",
                "{\"eventType\": 5}",
                "{\"eventType\": \"Bounce\"}",
                "{\"eventType\": \"Bounce\", \"mail\": [], \"bounce\": {\"bouncedRecipients\": [5, null, {}]}}",
                "Successfully validated SNS topic for Amazon SES event publishing.",
            })
    void nothingIsRefused(String text) {
        assertThat(SesEvent.read(text)).isNotNull();
        SesEvent.isOfDelivery(text);
    }

    @Test
    void whatPeopleDoIsNotOfDelivery() {
        assertThat(SesEvent.isOfDelivery(event("eventType", "Click", "\"click\": {}")))
                .isFalse();
        assertThat(SesEvent.isOfDelivery(event("eventType", "Rendering Failure", "\"failure\": {}")))
                .isTrue();
    }

    private static String bounce(String type, String subType, String recipient) {
        return "\"bounce\": {\"bounceType\": \"%s\", \"bounceSubType\": \"%s\", \"bouncedRecipients\": [%s]}"
                .formatted(type, subType, recipient);
    }

    private static String recipient(String status, String diagnosticCode) {
        return "{\"emailAddress\": \"ann@example.org\", \"status\": \"%s\", \"diagnosticCode\": \"%s\"}"
                .formatted(status, diagnosticCode);
    }

    private static String event(String typeField, String type, String more) {
        return """
                {"%s": "%s",
                 "mail": {
                   "timestamp": "2026-03-01T12:00:00.000Z",
                   "messageId": "0102018b-000000",
                   "source": "bounce+x@bounces.example.org",
                   "destination": ["ann@example.org"],
                   "headers": [
                     {"name": "To", "value": "ann@example.org"},
                     {"name": "Message-ID", "value": "<0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org>"},
                     {"name": "x-tocsin-delivery", "value": "abc.def"}],
                   "commonHeaders": {"messageId": " <0190f5e4-7d6b-7c3a-9a52-1f2b3c4d5e6f@bounces.example.org>"}},
                 %s}
                """
                .formatted(typeField, type, more);
    }
}
