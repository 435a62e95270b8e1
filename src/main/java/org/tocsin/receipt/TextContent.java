package org.tocsin.receipt;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Who sent what: the part of a text that is sealed.
 *
 * @param from the sender as Twilio writes it
 * @param body null when the text had none
 * @param optOutType Twilio's own reading, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a later version may keep more
record TextContent(String from, String body, String optOutType) {

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] bytes() {
        try {
            return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three texts are JSON", e);
        }
    }

    static TextContent of(byte[] bytes) {
        try {
            return JSON.readValue(bytes, TextContent.class);
        } catch (IOException e) {
            throw new IllegalStateException("a stored text does not read"); // the cause quotes it
        }
    }

    @Override
    public String toString() {
        return "TextContent[...]";
    }
}
