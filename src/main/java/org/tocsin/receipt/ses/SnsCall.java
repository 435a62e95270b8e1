package org.tocsin.receipt.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The body of a call of Amazon SNS.
 *
 * <p>Source: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html.
 */
final class SnsCall {

    static final String NOTIFICATION = "Notification";
    static final String CONFIRMATION = "SubscriptionConfirmation";
    static final String END = "UnsubscribeConfirmation";

    private static final JsonMapper JSON = new JsonMapper();
    // In the order in which they are signed:
    // https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html.
    private static final List<String> SIGNED_IN_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> SIGNED_IN_OTHERS =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private final JsonNode fields;

    private SnsCall(JsonNode fields) {
        this.fields = fields;
    }

    /** Reads a body; empty when it is no object of JSON. */
    static Optional<SnsCall> read(byte[] body) {
        try {
            JsonNode fields = JSON.readTree(body);
            return fields.isObject() ? Optional.of(new SnsCall(fields)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String type() {
        return field("Type");
    }

    String topic() {
        return field("TopicArn");
    }

    String message() {
        return field("Message");
    }

    /** A field's text, or null. */
    String field(String name) {
        return fields.path(name).asText(null);
    }

    /** What the signature is over: each field that is there, its name and its value on a line each. */
    byte[] signed() {
        StringBuilder signed = new StringBuilder();
        for (String name : NOTIFICATION.equals(type()) ? SIGNED_IN_NOTIFICATION : SIGNED_IN_OTHERS) {
            if (field(name) != null) {
                signed.append(name).append('\n').append(field(name)).append('\n');
            }
        }
        return signed.toString().getBytes(StandardCharsets.UTF_8);
    }
}
