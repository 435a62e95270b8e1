package org.tocsin.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** One spelling per value: JSON by the JSON Canonicalization Scheme (RFC 8785), for everything that is hashed. */
public final class CanonicalJson {

    // Its own mapper: what is hashed must not change because somebody tunes the one that speaks HTTP.
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private CanonicalJson() {}

    /**
     * The canonical form of a value made of records, maps, lists, texts, whole numbers and times.
     *
     * @throws IllegalArgumentException when the value has no JSON form
     */
    public static String of(Object value) {
        try {
            return new JsonCanonicalizer(MAPPER.writeValueAsString(value)).getEncodedString();
        } catch (JsonProcessingException e) {
            // The original message may quote the value.
            throw new IllegalArgumentException(
                    "value has no JSON form: " + value.getClass().getName());
        } catch (IOException e) {
            throw new IllegalStateException("Jackson wrote what the canonicalizer cannot read", e);
        }
    }
}
