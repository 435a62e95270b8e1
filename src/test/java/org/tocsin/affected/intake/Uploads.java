package org.tocsin.affected.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Uploads for tests, some of them larger than any heap. */
final class Uploads {

    private Uploads() {}

    static InputStream of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static InputStream of(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** One after the other. */
    static InputStream of(InputStream... parts) {
        return new SequenceInputStream(Collections.enumeration(Stream.of(parts).toList()));
    }

    /** The same text again and again, made as it is read. */
    static InputStream repeated(String text, long times) {
        String block = text.repeat(Math.max(1, 64 * 1024 / text.length()));
        byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
        long total = text.getBytes(StandardCharsets.UTF_8).length * times;
        return new InputStream() {

            private long at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (at == total) {
                    return -1;
                }
                int from = (int) (at % bytes.length);
                int count = (int) Math.min(Math.min(length, bytes.length - from), total - at);
                System.arraycopy(bytes, from, target, offset, count);
                at += count;
                return count;
            }
        };
    }

    /** Lines that are nothing but their numbers. */
    static InputStream numbered(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append(i).append('\n');
        }
        return of(text.toString());
    }

    /** The bytes one at a time, as a slow network hands them over. */
    static InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {

            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }
        };
    }

    static List<RawRecord> readAll(UploadFormat format, InputStream upload) throws IOException {
        RecordReader reader = format.reader(upload);
        List<RawRecord> records = new ArrayList<>();
        for (RawRecord read = reader.next(); read != null; read = reader.next()) {
            records.add(read);
        }
        return records;
    }

    /** A record as one line for comparing: its line and reference, or its line and what is wrong with it. */
    static String summary(RawRecord read) {
        return read.line() + " " + (read.problem() == null ? read.value(Column.CUSTOMER_REF) : "! " + read.problem());
    }

    static List<String> summaries(UploadFormat format, InputStream upload) throws IOException {
        return readAll(format, upload).stream().map(Uploads::summary).toList();
    }
}
