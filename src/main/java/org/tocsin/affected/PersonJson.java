package org.tocsin.affected;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * A person as bytes: what an envelope seals and what a record set's keyed digest is over. JSON in the order of the record's
 * components, attributes in the order of the upload, absent values left out.
 */
final class PersonJson {

    // Its own mapper: the bytes must not change because somebody tunes the one that speaks HTTP.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private static final ObjectWriter WRITER = MAPPER.writerFor(Person.class);
    private static final ObjectReader READER = MAPPER.readerFor(Person.class);

    private PersonJson() {}

    static byte[] write(Person person) {
        try {
            return WRITER.writeValueAsBytes(person);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a person has no JSON form"); // the cause may quote the person
        }
    }

    static Person read(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException e) {
            throw new IllegalStateException("an envelope holds no person"); // the cause may quote the person
        }
    }
}
