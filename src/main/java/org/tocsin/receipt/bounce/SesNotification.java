package org.tocsin.receipt.bounce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What Amazon SES tells of a message as JSON, here as the text of a mail that Amazon SNS sent.
 *
 * <p>Source: https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html.
 */
final class SesNotification {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "\"notificationType\"";
    private static final String FOOTER = "\n--\n";

    private SesNotification() {}

    /** Reads it; empty when the text is no such notification, or of a delivery. */
    static Optional<ReturnedMail> in(String text, ReturnedMail.Marks marks) {
        int begin = text.indexOf('{');
        if (begin < 0 || !text.contains(TYPE)) {
            return Optional.empty();
        }
        String body = text.replace("\r\n", "\n");
        int end = body.indexOf(FOOTER);
        JsonNode notification = parse(body.substring(body.indexOf('{'), end < begin ? body.length() : end));
        return switch (notification.path("notificationType").asText()) {
            case "Bounce" ->
                Optional.of(new ReturnedMail(MailKind.BOUNCE, bounced(notification), marks))
                        .filter(mail -> !mail.recipients().isEmpty());
            case "Complaint" -> Optional.of(new ReturnedMail(MailKind.COMPLAINT, complained(notification), marks));
            default -> Optional.empty();
        };
    }

    private static List<ReportedRecipient> bounced(JsonNode notification) {
        return recipients(notification.path("bounce").path("bouncedRecipients")).stream()
                .map(one -> ReportedRecipient.of(
                        one.path("emailAddress").asText(null),
                        null,
                        Diagnosis.of(
                                one.path("status").asText(""),
                                one.path("action").asText(""),
                                List.of(DeliveryReport.withoutType(
                                        one.path("diagnosticCode").asText(""))))))
                .toList();
    }

    private static List<ReportedRecipient> complained(JsonNode notification) {
        JsonNode complaint = notification.path("complaint");
        String type = complaint.path("complaintFeedbackType").asText("");
        return recipients(complaint.path("complainedRecipients")).stream()
                .map(one ->
                        ReportedRecipient.ofComplaint(one.path("emailAddress").asText(null), type))
                .toList();
    }

    private static List<JsonNode> recipients(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).limit(100).toList();
    }

    /** SNS breaks long lines within mails, so what is no JSON may be without its line ends. */
    private static JsonNode parse(String text) {
        for (String form : List.of(text, text.replace("\n", ""))) {
            try {
                return JSON.readTree(form);
            } catch (JsonProcessingException e) {
                // The other form, or none.
            }
        }
        return JSON.createObjectNode();
    }
}
