package org.tocsin.letter;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A print house's file, read whole before anything of it is kept. Columns are found by their names in the header; others are passed
 * over, so that the exported file can be handed back with columns added.
 *
 * @param letters the lines that say something, in their order
 * @param rejects the lines that cannot be read
 */
record ResultsFile(List<ReportedLetter> letters, List<LineReject> rejects) {

    /** The most lines of one file: what is held of them is some 20 MB. */
    static final int MAX_LINES = 200_000;

    private static final int MAX_FIELDS = 200;
    private static final int MAX_FIELD_CHARS = 4_000;
    private static final int MAX_RECORD_CHARS = 64_000;
    private static final int BUFFER_CHARS = 128 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Set<String> KNOWN = Set.of(
            ResultLineCheck.SEQUENCE_NUMBER,
            ResultLineCheck.NOTICE_CODE,
            ResultLineCheck.RESULT,
            ResultLineCheck.DATE,
            ResultLineCheck.REASON);

    /**
     * Reads a file to its end.
     *
     * @throws HttpProblem 400 when it cannot be read, broke off, or lacks a column; 413 when it has too many lines
     */
    static ResultsFile read(InputStream body, ResultLineCheck check) {
        // A decoder that replaces what it cannot read would let a damaged file through.
        Reader text = new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder());
        CsvReader<CsvRecord> csv = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(BUFFER_CHARS)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MAX_FIELDS)
                                .maxFieldSize(MAX_FIELD_CHARS)
                                .maxRecordSize(MAX_RECORD_CHARS)
                                .build(),
                        text);
        try {
            return read(csv.iterator(), check);
        } catch (CsvParseException e) {
            // The original message quotes the file.
            throw refused(
                    "is no CSV: a quote that is never closed, text behind a closing quote, or a line that is too long");
        } catch (UncheckedIOException e) {
            throw refused(
                    e.getCause() instanceof CharacterCodingException
                            ? "is not valid UTF-8"
                            : "broke off; nothing of it was kept");
        }
    }

    private static ResultsFile read(Iterator<CsvRecord> records, ResultLineCheck check) {
        if (!records.hasNext()) {
            throw refused("is empty");
        }
        List<String> header = header(records.next());
        List<ReportedLetter> letters = new ArrayList<>();
        List<LineReject> rejects = new ArrayList<>();
        while (records.hasNext()) {
            CsvRecord read = records.next();
            if (letters.size() + rejects.size() == MAX_LINES) {
                throw HttpProblem.valueOf(
                        Status.REQUEST_ENTITY_TOO_LARGE, "The file has more than " + MAX_LINES + " lines; split it.");
            }
            long line = read.getStartingLineNumber();
            if (read.getFieldCount() != header.size()) {
                rejects.add(new LineReject(
                        line,
                        LineReject.WHOLE_LINE,
                        "does not have as many fields as the header has columns (" + header.size() + ")"));
                continue;
            }
            try {
                letters.add(check.check(line, cells(header, read)));
            } catch (ResultLineCheck.Refused e) {
                rejects.add(e.onLine(line));
            }
        }
        return new ResultsFile(letters, rejects);
    }

    private static List<String> header(CsvRecord first) {
        List<String> names = new ArrayList<>();
        for (String cell : first.getFields()) {
            String name = cell.replace(BYTE_ORDER_MARK, "").strip();
            if (KNOWN.contains(name) && names.contains(name)) {
                throw refused("has two columns " + name);
            }
            names.add(name);
        }
        if (!names.contains(ResultLineCheck.SEQUENCE_NUMBER) && !names.contains(ResultLineCheck.NOTICE_CODE)) {
            throw refused("has no column sequenceNumber or noticeCode; its columns must be separated by commas");
        }
        for (String needed : List.of(ResultLineCheck.RESULT, ResultLineCheck.DATE)) {
            if (!names.contains(needed)) {
                throw refused("has no column " + needed);
            }
        }
        return names;
    }

    private static Map<String, String> cells(List<String> header, CsvRecord read) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (KNOWN.contains(header.get(i)) && !read.getField(i).isBlank()) {
                cells.put(header.get(i), read.getField(i).strip());
            }
        }
        return cells;
    }

    private static HttpProblem refused(String what) {
        return HttpProblem.valueOf(Status.BAD_REQUEST, "The file " + what + ".");
    }
}
