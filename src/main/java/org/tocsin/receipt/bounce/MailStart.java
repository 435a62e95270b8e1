package org.tocsin.receipt.bounce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a mail begins: behind what mailbox files, editors and scripts put before the first of its headers. */
final class MailStart {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] MAILBOX_LINE = "From ".getBytes(StandardCharsets.US_ASCII);

    private MailStart() {}

    /** The mail without a byte order mark, empty lines and the From line of a mailbox file (RFC 4155) before it. */
    static byte[] of(byte[] mail) {
        int start = afterEmptyLines(mail, startsWith(mail, 0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
        if (startsWith(mail, start, MAILBOX_LINE)) {
            start = afterEmptyLines(mail, afterLine(mail, start));
        }
        return start == 0 ? mail : Arrays.copyOfRange(mail, start, mail.length);
    }

    private static int afterEmptyLines(byte[] mail, int from) {
        int start = from;
        while (start < mail.length && (mail[start] == '\r' || mail[start] == '\n')) {
            start++;
        }
        return start;
    }

    private static int afterLine(byte[] mail, int from) {
        int end = from;
        while (end < mail.length && mail[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, mail.length);
    }

    private static boolean startsWith(byte[] mail, int from, byte[] start) {
        return mail.length >= from + start.length
                && Arrays.equals(mail, from, from + start.length, start, 0, start.length);
    }
}
