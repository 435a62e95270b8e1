package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * Reads a date, a time or a duration from its text alone. Jackson's own readers take arrays and bare numbers as well, guess a
 * date from a time, and leave out its zone.
 */
final class TimeDeserializer<T> extends StdScalarDeserializer<T> {

    private final transient Function<String, T> parse;

    TimeDeserializer(Class<T> type, Function<String, T> parse) {
        super(type);
        this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            try {
                return parse.apply(parser.getText());
            } catch (DateTimeException e) {
                // Told like what is no text at all.
            }
        }
        throw MismatchedInputException.from(parser, _valueClass, "not the text of a date, a time or a duration");
    }
}
