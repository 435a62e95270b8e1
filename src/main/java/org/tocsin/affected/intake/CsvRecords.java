package org.tocsin.affected.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records from CSV (RFC 4180) with a header.
 *
 * <p>FastCSV stops for good at the first thing that it cannot read. So it is handed one record at a time, cut out by {@link
 * RecordSlices}, and a bad one costs itself alone.
 */
final class CsvRecords implements RecordReader {

    private final RecordSlices slices;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer text = CharBuffer.allocate(RecordSlices.MAX_RECORD_BYTES);
    private final CsvReader.CsvReaderBuilder csv = CsvReader.builder().skipEmptyLines(false);
    private final StringArrayHandler.StringArrayHandlerBuilder fields =
            StringArrayHandler.builder().maxFields(Columns.MAX);

    private final Columns columns = new Columns();
    private final Columns.Target[] header;
    private long position;

    CsvRecords(InputStream upload) throws IOException {
        slices = new RecordSlices(upload, RecordSlices.LineEnds.CSV);
        header = readHeader();
    }

    @Override
    public RawRecord next() throws IOException {
        if (!slices.next()) {
            return null;
        }
        position++;
        try {
            return record(read());
        } catch (Unreadable e) {
            RawRecord unreadable = RawRecord.unreadable(position, slices.line(), e.getMessage());
            slices.giveUp();
            return unreadable;
        }
    }

    @Override
    public List<String> attributes() {
        return columns.attributes();
    }

    private Columns.Target[] readHeader() throws IOException {
        if (!slices.next()) {
            throw refused("is empty");
        }
        String[] names;
        try {
            names = read();
        } catch (Unreadable e) {
            throw refused("has a first line that " + e.getMessage() + "; it must be the header");
        }
        if (names.length == 1 && (names[0].indexOf(';') >= 0 || names[0].indexOf('\t') >= 0)) {
            throw refused("must separate its columns by commas");
        }
        Columns.Target[] targets = new Columns.Target[names.length];
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            targets[i] = columns.of(names[i]);
            if (!seen.add(targets[i].name())) {
                throw refused("has two columns of one name, the second in place " + (i + 1));
            }
        }
        if (!seen.contains(Column.CUSTOMER_REF.label())) {
            throw refused("has no column " + Column.CUSTOMER_REF.label() + " in its header");
        }
        return targets;
    }

    private RawRecord record(String[] values) throws Unreadable {
        if (values.length != header.length) {
            throw new Unreadable("does not have as many fields as the header has columns (" + header.length + ")");
        }
        RawRecord read = new RawRecord(position, slices.line());
        for (int i = 0; i < values.length; i++) {
            read.put(header[i], values[i]);
        }
        return read;
    }

    private String[] read() throws Unreadable {
        switch (slices.shape()) {
            case TOO_LONG -> throw new Unreadable("is longer than " + RecordSlices.MAX_RECORD_BYTES + " bytes");
            case OPEN_QUOTE -> throw new Unreadable("opens a quote that is never closed");
            case WHOLE -> {}
        }
        try {
            return csv.ofSingleCsvRecord(fields.build(), decode(slices.bytes()));
        } catch (CsvParseException e) {
            // The original message quotes the record.
            throw new Unreadable("has more than " + Columns.MAX + " fields, or text behind a closing quote");
        }
    }

    private String decode(ByteBuffer bytes) throws Unreadable {
        text.clear();
        CoderResult result = decoder.reset().decode(bytes, text, true);
        if (result.isError() || decoder.flush(text).isError()) {
            throw new Unreadable("is not valid UTF-8");
        }
        return text.flip().toString();
    }

    private static UploadRefused refused(String what) {
        return new UploadRefused(UploadRefused.BAD_REQUEST, "The upload " + what + ".");
    }

    /** This record cannot be read; the next one may be. */
    private static final class Unreadable extends Exception {

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
