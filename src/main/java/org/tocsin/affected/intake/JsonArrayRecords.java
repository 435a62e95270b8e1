package org.tocsin.affected.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Records from a JSON array, whose elements stream; behind malformed JSON nothing can be read any more. */
final class JsonArrayRecords implements RecordReader {

    private final JsonParser parser;
    private final Columns columns = new Columns();
    private long position;

    JsonArrayRecords(InputStream upload) throws IOException {
        parser = JsonRecord.FACTORY.createParser(upload);
        if (nextToken() != JsonToken.START_ARRAY) {
            throw refused("must be an array of records");
        }
    }

    @Override
    public RawRecord next() throws IOException {
        if (nextToken() == JsonToken.END_ARRAY) {
            if (nextToken() != null) {
                throw refused("has something behind its array");
            }
            return null;
        }
        position++;
        try {
            return JsonRecord.read(
                    parser, columns, position, parser.currentTokenLocation().getLineNr());
        } catch (JsonProcessingException e) {
            throw refusedFor(e);
        }
    }

    @Override
    public List<String> attributes() {
        return columns.attributes();
    }

    private JsonToken nextToken() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw refusedFor(e);
        }
    }

    // The original message quotes the upload.
    private UploadRefused refusedFor(JsonProcessingException problem) {
        long line = parser.currentLocation().getLineNr();
        if (problem instanceof StreamConstraintsException) {
            return new UploadRefused(
                    UploadRefused.TOO_LARGE,
                    "The upload has a text, a number or a nesting that is too long for a record, in line " + line
                            + ", record " + position + ".");
        }
        return refused("is not valid JSON in line " + line + ", record " + position);
    }

    private static UploadRefused refused(String what) {
        return new UploadRefused(UploadRefused.BAD_REQUEST, "The upload " + what + ".");
    }
}
