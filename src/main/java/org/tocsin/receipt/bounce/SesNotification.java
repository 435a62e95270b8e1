package org.tocsin.receipt.bounce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;

/** An event of Amazon SES as the text of a mail that Amazon SNS sent. */
final class SesNotification {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FOOTER = "\n--\n";

    private SesNotification() {}

    /** Reads it; empty when the text is no such notification, or of no failure and no complaint. */
    static Optional<ReturnedMail> in(String text, ReturnedMail.Marks marks) {
        int begin = text.indexOf('{');
        if (begin < 0 || !SesEvent.namesItself(text)) {
            return Optional.empty();
        }
        String body = text.replace("\r\n", "\n");
        int end = body.indexOf(FOOTER);
        JsonNode notification = parse(body.substring(body.indexOf('{'), end < begin ? body.length() : end));
        ReturnedMail read = SesEvent.read(notification, marks);
        return switch (read.kind()) {
            case BOUNCE -> Optional.of(read).filter(mail -> !mail.recipients().isEmpty());
            case COMPLAINT, AUTO_REPLY -> Optional.of(read);
            case TAKEN, DELIVERED, OTHER -> Optional.empty();
        };
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
