package org.tocsin.receipt.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.tocsin.channel.FailureClass;
import org.tocsin.receipt.bounce.MailKind;
import org.tocsin.receipt.bounce.ReportedRecipient;
import org.tocsin.receipt.bounce.ReturnedMail;

/**
 * What SendGrid tells of a message, as JSON.
 *
 * <p>Source: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event.
 */
public final class SendGridEvent {

    private static final JsonMapper JSON = new JsonMapper();
    // Opens and clicks tell of a person's doings, which are nobody's business here.
    private static final Set<String> OF_DELIVERY =
            Set.of("processed", "deferred", "delivered", "bounce", "dropped", "spamreport");

    private SendGridEvent() {}

    /**
     * The events of a call that are of a message's way to its recipient, each by itself.
     *
     * @return empty when the body is no list of events
     */
    public static Optional<List<String>> split(byte[] body) {
        try {
            JsonNode events = JSON.readTree(body);
            return events.isArray()
                    ? Optional.of(StreamSupport.stream(events.spliterator(), false)
                            .filter(event ->
                                    OF_DELIVERY.contains(event.path("event").asText()))
                            .map(JsonNode::toString)
                            .toList())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads one; what is none is {@link MailKind#OTHER}. */
    public static ReturnedMail read(String text) {
        JsonNode event = parse(text);
        ReturnedMail.Marks marks =
                ReturnedMail.Marks.ofMessageId(event.path("smtp-id").asText("").replaceAll("[<>\\s]", ""));
        String address = event.path("email").asText(null);
        return switch (event.path("event").asText()) {
            case "processed" -> new ReturnedMail(MailKind.TAKEN, List.of(), marks);
            case "delivered" -> new ReturnedMail(MailKind.DELIVERED, List.of(), marks);
            case "deferred" -> bounce(told(event, address, "delayed", "response"), marks);
            case "bounce" -> bounce(bounced(event, address), marks);
            case "dropped" -> bounce(dropped(event, address), marks);
            case "spamreport" ->
                new ReturnedMail(MailKind.COMPLAINT, List.of(ReportedRecipient.complaining(address)), marks);
            default -> new ReturnedMail(MailKind.OTHER, List.of(), marks);
        };
    }

    private static ReturnedMail bounce(ReportedRecipient recipient, ReturnedMail.Marks marks) {
        return new ReturnedMail(MailKind.BOUNCE, List.of(recipient), marks);
    }

    private static ReportedRecipient bounced(JsonNode event, String address) {
        ReportedRecipient told = told(event, address, "failed", "reason");
        boolean noSuchAddress = event.path("bounce_classification").asText().equals("Invalid Address");
        // A bounce of the type "blocked" is about the message, whatever its class.
        boolean blocked = event.path("type").asText().equals("blocked");
        return noSuchAddress && !blocked && told.permanent() && told.failureClass() == FailureClass.MAILBOX_UNABLE
                ? told.as(FailureClass.ADDRESS_DEAD)
                : told;
    }

    /** SendGrid itself has not tried, for what it knows of the address, or for the content. */
    private static ReportedRecipient dropped(JsonNode event, String address) {
        String reason = event.path("reason").asText("");
        FailureClass failure =
                switch (reason) {
                    case "Invalid" -> FailureClass.ADDRESS_DEAD;
                    case "Spam Content", "Invalid SMTPAPI header", "Recipient List over Package Quota" ->
                        FailureClass.POLICY;
                    // "Bounced Address" among them: so did mail with a bad name, and this must not mark an address.
                    default -> FailureClass.MAILBOX_UNABLE;
                };
        return ReportedRecipient.told(address, "", "failed", reason).as(failure);
    }

    private static ReportedRecipient told(JsonNode event, String address, String action, String words) {
        return ReportedRecipient.told(
                address,
                event.path("status").asText(""),
                action,
                event.path(words).asText(""));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
