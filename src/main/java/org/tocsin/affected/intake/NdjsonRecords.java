package org.tocsin.affected.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Records from NDJSON: one object a line, a bad line costs itself alone. */
final class NdjsonRecords implements RecordReader {

    private final RecordSlices slices;
    private final Columns columns = new Columns();
    private long position;

    NdjsonRecords(InputStream upload) {
        slices = new RecordSlices(upload, RecordSlices.LineEnds.LF);
    }

    @Override
    public RawRecord next() throws IOException {
        if (!slices.next()) {
            return null;
        }
        position++;
        if (slices.shape() == RecordSlices.Shape.TOO_LONG) {
            return unreadable("is longer than " + RecordSlices.MAX_RECORD_BYTES + " bytes");
        }
        try {
            return read(slices.bytes());
        } catch (JsonProcessingException | CharConversionException e) {
            return unreadable("is not valid JSON"); // the original message quotes the line
        }
    }

    @Override
    public List<String> attributes() {
        return columns.attributes();
    }

    private RawRecord read(ByteBuffer bytes) throws IOException {
        try (JsonParser parser = JsonRecord.FACTORY.createParser(bytes.array(), bytes.position(), bytes.remaining())) {
            parser.nextToken();
            if (parser.currentToken() == null) {
                return unreadable("is not valid JSON");
            }
            RawRecord read = JsonRecord.read(parser, columns, position, slices.line());
            return parser.nextToken() == null ? read : unreadable("has something behind its object");
        }
    }

    private RawRecord unreadable(String problem) {
        return RawRecord.unreadable(position, slices.line(), problem);
    }
}
