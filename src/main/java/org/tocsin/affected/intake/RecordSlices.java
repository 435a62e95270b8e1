package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Cuts a stream of bytes into records without understanding them, so that what cannot be read costs one record and not the
 * upload. Holds one record and one read at a time.
 */
final class RecordSlices {

    /** Longer records are passed over. */
    static final int MAX_RECORD_BYTES = 1024 * 1024;

    private static final int READ_BYTES = 64 * 1024;

    // Beyond this, re-reading may at most double the work that the upload's own length makes.
    private static final long REREAD_ALLOWED_BYTES = 256L * MAX_RECORD_BYTES;

    /** What a slice is. */
    enum Shape {
        /** A record from its first byte to its last. */
        WHOLE,
        /** The beginning of a line that is longer than {@link #MAX_RECORD_BYTES}. */
        TOO_LONG,
        /** A record whose quote is still open at the end of the upload, or after {@link #MAX_RECORD_BYTES}. */
        OPEN_QUOTE
    }

    private final InputStream in;
    private final LineEnds lineEnds;

    private final byte[] window = new byte[MAX_RECORD_BYTES + READ_BYTES];
    private int start;
    private int limit;
    private boolean ended;

    private Shape shape;
    private int length;
    private int consumed;
    private int firstLineConsumed;
    private long line = 1;
    private int linesConsumed;
    private long passed;
    private long reread;

    /** Where a record ends. */
    enum LineEnds {
        /** At a line feed. */
        LF,
        /** At a line feed, a carriage return or both, outside double quotes (RFC 4180). */
        CSV
    }

    RecordSlices(InputStream in, LineEnds lineEnds) {
        this.in = in;
        this.lineEnds = lineEnds;
    }

    /** Goes to the next record that is not an empty line; false at the end. */
    boolean next() throws IOException {
        do {
            pass(consumed, linesConsumed);
            if (!fill(0)) {
                return false;
            }
            cut();
        } while (length == 0 && shape == Shape.WHOLE);
        return true;
    }

    Shape shape() {
        return shape;
    }

    /** The record's bytes without its line end; good until the next call. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(window, start, length);
    }

    /** The line where the record begins, from 1. */
    long line() {
        return line;
    }

    /**
     * Passes over a record that cannot be read, but over its first line only: where a quote was left open, what follows it
     * are records of their own.
     *
     * @throws UploadRefused when so much had to be read again that the upload is better repaired
     */
    void giveUp() {
        if (firstLineConsumed > 0) {
            reread += consumed - firstLineConsumed;
            consumed = firstLineConsumed;
            linesConsumed = 1;
        }
        if (reread > REREAD_ALLOWED_BYTES + passed) {
            throw new UploadRefused(UploadRefused.BAD_REQUEST, "The upload has too many quotes that are never closed.");
        }
    }

    private void pass(int bytes, int lines) {
        start += bytes;
        passed += bytes;
        line += lines;
        consumed = 0;
        linesConsumed = 0;
    }

    private void cut() throws IOException {
        firstLineConsumed = 0;
        linesConsumed = 0;
        if (lineEnds == LineEnds.LF) {
            cutLine();
        } else {
            cutCsv();
        }
    }

    private void cutLine() throws IOException {
        int at = 0;
        while (fill(at)) {
            if (window[start + at] == '\n') {
                int carriageReturn = at > 0 && window[start + at - 1] == '\r' ? 1 : 0;
                end(Shape.WHOLE, at - carriageReturn, at + 1, 1);
                return;
            }
            if (++at > MAX_RECORD_BYTES) {
                passOverLine();
                return;
            }
        }
        end(Shape.WHOLE, at, at, 0);
    }

    private void cutCsv() throws IOException {
        int at = 0;
        boolean quoted = false;
        boolean fieldStarts = true;
        while (fill(at)) {
            byte b = window[start + at];
            if (b == '"' && (quoted || fieldStarts)) {
                if (quoted && fill(at + 1) && window[start + at + 1] == '"') {
                    at++; // an escaped quote
                } else {
                    quoted = !quoted;
                }
                fieldStarts = false;
            } else if (b == '\n' || b == '\r') {
                int ending = b == '\r' && fill(at + 1) && window[start + at + 1] == '\n' ? 2 : 1;
                linesConsumed++;
                if (!quoted) {
                    end(Shape.WHOLE, at, at + ending, linesConsumed);
                    return;
                }
                at += ending - 1;
                if (firstLineConsumed == 0) {
                    firstLineConsumed = at + 1;
                }
            } else {
                fieldStarts = !quoted && b == ',';
            }
            if (++at > MAX_RECORD_BYTES) {
                cutTooLong();
                return;
            }
        }
        end(quoted ? Shape.OPEN_QUOTE : Shape.WHOLE, at, at, linesConsumed);
    }

    private void cutTooLong() throws IOException {
        if (firstLineConsumed > 0) {
            end(Shape.OPEN_QUOTE, 0, MAX_RECORD_BYTES, linesConsumed);
        } else {
            passOverLine();
        }
    }

    private void passOverLine() throws IOException {
        while (fill(0)) {
            for (int at = 0; start + at < limit; at++) {
                if (isLineEnd(window[start + at])) {
                    boolean both = window[start + at] == '\r' && fill(at + 1) && window[start + at + 1] == '\n';
                    end(Shape.TOO_LONG, 0, both ? at + 2 : at + 1, 1);
                    return;
                }
            }
            passed += limit - start;
            start = limit;
        }
        end(Shape.TOO_LONG, 0, 0, 0);
    }

    private boolean isLineEnd(byte b) {
        return b == '\n' || (b == '\r' && lineEnds == LineEnds.CSV);
    }

    private void end(Shape shape, int length, int consumed, int lines) {
        this.shape = shape;
        this.length = length;
        this.consumed = consumed;
        this.linesConsumed = lines;
    }

    /** Whether there is a byte at this distance from the record's start; reads on when it has not come yet. */
    private boolean fill(int at) throws IOException {
        while (start + at >= limit && !ended) {
            if (window.length - limit < READ_BYTES) {
                System.arraycopy(window, start, window, 0, limit - start);
                limit -= start;
                start = 0;
            }
            int read = in.read(window, limit, window.length - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
        return start + at < limit;
    }
}
