package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Looks at an upload's first bytes: UTF-8 with or without a byte order mark goes on, what is clearly something else is refused. */
final class Utf8Upload {

    private static final int LOOKED_AT = 4;

    private Utf8Upload() {}

    /** The upload behind its byte order mark, if it has one. */
    static InputStream open(InputStream upload) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(upload, LOOKED_AT);
        byte[] first = stream.readNBytes(LOOKED_AT);
        refuseOtherThanUtf8(first);
        int mark = startsWith(first, 0xef, 0xbb, 0xbf) ? 3 : 0;
        stream.unread(first, mark, first.length - mark);
        return stream;
    }

    private static void refuseOtherThanUtf8(byte[] first) {
        boolean wideMark = startsWith(first, 0xfe, 0xff) || startsWith(first, 0xff, 0xfe);
        // Every upload begins with an ASCII character; in UTF-16 and UTF-32 a NUL stands beside it.
        boolean nul = first.length > 1 && (first[0] == 0 || first[1] == 0);
        if (wideMark || nul) {
            throw new UploadRefused(
                    UploadRefused.BAD_REQUEST, "The upload is in UTF-16 or UTF-32; it must be in UTF-8.");
        }
        if (startsWith(first, 'P', 'K', 3, 4)) {
            throw new UploadRefused(
                    UploadRefused.BAD_REQUEST, "The upload is a ZIP archive or a workbook; save it as CSV in UTF-8.");
        }
        if (startsWith(first, 0x1f, 0x8b)) {
            throw new UploadRefused(
                    UploadRefused.BAD_REQUEST, "The upload is compressed; say so with Content-Encoding: gzip.");
        }
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
