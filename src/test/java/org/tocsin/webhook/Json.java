package org.tocsin.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Looks into bodies. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** @param pointer RFC 6901 */
    static JsonNode at(String body, String pointer) {
        try {
            return MAPPER.readTree(body).at(pointer);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    static String text(String body, String pointer) {
        return at(body, pointer).asText();
    }
}
