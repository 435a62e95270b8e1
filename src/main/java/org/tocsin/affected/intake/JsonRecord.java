package org.tocsin.affected.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** One record from a JSON object: the same names and values as in CSV; {@code dataTypes} may also be a list. */
final class JsonRecord {

    /** A factory of parsers that give up early on what no record needs. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(RecordSlices.MAX_RECORD_BYTES)
                    .maxNameLength(1000)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonRecord() {}

    /**
     * Reads the value that the parser stands on to its end, whatever it is.
     *
     * @throws IOException when the JSON is malformed, or the upload broke off
     */
    static RawRecord read(JsonParser parser, Columns columns, long position, long line) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return RawRecord.unreadable(position, line, "is not an object");
        }
        RawRecord read = new RawRecord(position, line);
        Set<String> seen = new HashSet<>();
        boolean twice = false;
        int length = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Columns.Target target = columns.of(parser.currentName());
            parser.nextToken();
            twice |= !seen.add(target.name());
            String value = length > RecordSlices.MAX_RECORD_BYTES ? skip(parser) : value(parser, target);
            if (value == null) {
                read.markUnreadable(target);
            } else {
                length += value.length();
                read.put(target, value);
            }
        }
        if (twice) {
            return RawRecord.unreadable(position, line, "has a field twice");
        }
        if (length > RecordSlices.MAX_RECORD_BYTES) {
            return RawRecord.unreadable(
                    position, line, "is longer than " + RecordSlices.MAX_RECORD_BYTES + " characters");
        }
        return read;
    }

    /** The value as text; empty for JSON's null, null for what is not one value. */
    private static String value(JsonParser parser, Columns.Target target) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token.isScalarValue()) {
            return parser.getText();
        }
        if (token == JsonToken.START_ARRAY && target.column() == Column.DATA_TYPES) {
            return list(parser);
        }
        return skip(parser);
    }

    private static String list(JsonParser parser) throws IOException {
        StringBuilder codes = new StringBuilder();
        boolean flat = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            flat &= parser.currentToken().isScalarValue() && codes.length() <= RecordSlices.MAX_RECORD_BYTES;
            if (flat) {
                codes.append(parser.getText()).append(';');
            } else {
                parser.skipChildren();
            }
        }
        return flat ? codes.toString() : null;
    }

    private static String skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }
}
