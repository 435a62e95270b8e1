package org.tocsin.incident;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Reads a time with its offset, in whole microseconds as PostgreSQL keeps it; Jackson's own reader takes bare numbers too. */
final class Rfc3339Time extends StdDeserializer<Instant> {

    Rfc3339Time() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        try {
            return OffsetDateTime.parse(parser.getText()).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            return (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not a time (RFC 3339)");
        }
    }
}
