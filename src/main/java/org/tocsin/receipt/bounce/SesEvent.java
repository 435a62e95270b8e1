package org.tocsin.receipt.bounce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.email.DeliveryHeader;

/**
 * What Amazon SES tells of a message as JSON: a notification of an identity's feedback, or an event of a configuration set. They
 * differ in the name of the field that says what it is.
 *
 * <p>Sources: https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html and
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html.
 */
public final class SesEvent {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NOTIFICATION = "notificationType";
    private static final String EVENT = "eventType";
    // Opens and clicks tell of a person's doings, which are nobody's business here.
    private static final Set<String> OF_DELIVERY =
            Set.of("Bounce", "Complaint", "Delivery", "Send", "DeliveryDelay", "Reject", "Rendering Failure");
    private static final int MAX_EACH = 100;

    private SesEvent() {}

    /** Whether a text is an event of a message's way to its recipient. */
    public static boolean isOfDelivery(String text) {
        return namesItself(text) && OF_DELIVERY.contains(type(parse(text)));
    }

    /** Reads one; what is none is {@link MailKind#OTHER}. */
    public static ReturnedMail read(String text) {
        return read(parse(text), ReturnedMail.Marks.NONE);
    }

    static boolean namesItself(String text) {
        return text.contains("\"" + NOTIFICATION + "\"") || text.contains("\"" + EVENT + "\"");
    }

    static ReturnedMail read(JsonNode event, ReturnedMail.Marks known) {
        ReturnedMail.Marks marks = known.and(marks(event.path("mail")));
        return switch (type(event)) {
            case "Bounce" -> bounced(event.path("bounce"), marks);
            case "Complaint" -> new ReturnedMail(MailKind.COMPLAINT, complained(event.path("complaint")), marks);
            case "DeliveryDelay" -> new ReturnedMail(MailKind.BOUNCE, delayed(event.path("deliveryDelay")), marks);
            case "Reject", "Rendering Failure" -> new ReturnedMail(MailKind.BOUNCE, refused(event), marks);
            case "Send" -> new ReturnedMail(MailKind.TAKEN, List.of(), marks);
            case "Delivery" -> new ReturnedMail(MailKind.DELIVERED, List.of(), marks);
            default -> new ReturnedMail(MailKind.OTHER, List.of(), marks);
        };
    }

    private static String type(JsonNode event) {
        return event.path(event.has(NOTIFICATION) ? NOTIFICATION : EVENT).asText();
    }

    private static ReturnedMail bounced(JsonNode bounce, ReturnedMail.Marks marks) {
        String subType = bounce.path("bounceSubType").asText();
        List<JsonNode> named = some(bounce.path("bouncedRecipients"));
        // An automatic reply is told as a passing bounce, without the fields that a server's refusal has.
        if (bounce.path("bounceType").asText().equals("Transient")
                && subType.equals("General")
                && named.stream().noneMatch(one -> one.has("status") || one.has("diagnosticCode"))) {
            return new ReturnedMail(MailKind.AUTO_REPLY, List.of(), marks);
        }
        return new ReturnedMail(
                MailKind.BOUNCE,
                named.stream()
                        .map(one -> weighed(recipient(one, one.path("action").asText("")), subType))
                        .toList(),
                marks);
    }

    private static ReportedRecipient weighed(ReportedRecipient recipient, String subType) {
        return switch (subType) {
            // The recipient's provider says that the address does not exist.
            case "NoEmail" -> recipient.permanent() ? recipient.as(FailureClass.ADDRESS_DEAD) : recipient;
            // The status says 5.1.1, but the list has those who complained, too.
            case "OnAccountSuppressionList" -> recipient.as(FailureClass.MAILBOX_UNABLE);
            default -> recipient;
        };
    }

    private static List<ReportedRecipient> delayed(JsonNode delay) {
        return some(delay.path("delayedRecipients")).stream()
                .map(one -> recipient(one, "delayed"))
                .toList();
    }

    private static ReportedRecipient recipient(JsonNode one, String action) {
        return ReportedRecipient.told(
                one.path("emailAddress").asText(null),
                one.path("status").asText(""),
                action,
                one.path("diagnosticCode").asText(""));
    }

    /** SES itself did not like the content, and has not tried. */
    private static List<ReportedRecipient> refused(JsonNode event) {
        String reason = event.path("reject").path("reason").asText("");
        return some(event.path("mail").path("destination")).stream()
                .map(to -> ReportedRecipient.told(to.asText(), "", "failed", reason)
                        .as(FailureClass.POLICY))
                .toList();
    }

    private static List<ReportedRecipient> complained(JsonNode complaint) {
        String type = complaint.path("complaintFeedbackType").asText("");
        return some(complaint.path("complainedRecipients")).stream()
                .map(one ->
                        ReportedRecipient.ofComplaint(one.path("emailAddress").asText(null), type))
                .toList();
    }

    /** Message-ID and headers are those that SES was given; {@code messageId} is the one that it made. */
    private static ReturnedMail.Marks marks(JsonNode mail) {
        List<String> messageIds = new ArrayList<>(headers(mail, "Message-ID"));
        messageIds.addAll(texts(mail.path("commonHeaders").path("messageId")));
        return new ReturnedMail.Marks(
                texts(mail.path("source")),
                headers(mail, DeliveryHeader.NAME),
                messageIds.stream().map(id -> id.replaceAll("[<>\\s]", "")).toList(),
                texts(mail.path("messageId")));
    }

    private static List<String> headers(JsonNode mail, String name) {
        return some(mail.path("headers")).stream()
                .filter(header -> header.path("name").asText().equalsIgnoreCase(name))
                .map(header -> header.path("value").asText().strip())
                .toList();
    }

    private static List<String> texts(JsonNode one) {
        return Stream.of(one).filter(JsonNode::isTextual).map(JsonNode::asText).toList();
    }

    private static List<JsonNode> some(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).limit(MAX_EACH).toList();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
