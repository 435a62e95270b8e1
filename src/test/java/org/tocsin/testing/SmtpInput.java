package org.tocsin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an SMTP client says, line by line and message by message, read in large pieces. */
final class SmtpInput {

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 15];
    private int from;
    private int to;
    private byte[] message = new byte[1 << 14];

    SmtpInput(InputStream in) {
        this.in = in;
    }

    /** The next command without its line end, or null when the client has gone. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (from < to || fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.append(new String(buffer, from, end - from, StandardCharsets.UTF_8));
            from = Math.min(end + 1, to);
            if (end < to) {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
        }
        return null;
    }

    /** Waits until there is something of a message to read; false when the client has gone. */
    boolean awaitMore() throws IOException {
        return from < to || fill();
    }

    /** The message up to its dot and without dot-stuffing, or null when the client went away before. */
    byte[] message() throws IOException {
        int length = 0;
        int lineStart = 0;
        while (from < to || fill()) {
            if (message.length < length + to - from) {
                message = Arrays.copyOf(message, 2 * (length + to - from));
            }
            while (from < to) {
                byte b = buffer[from++];
                message[length++] = b;
                if (b != '\n') {
                    continue;
                }
                if (message[lineStart] == '.') {
                    if (length - lineStart == 3) {
                        return Arrays.copyOf(message, lineStart);
                    }
                    System.arraycopy(message, lineStart + 1, message, lineStart, length - lineStart - 1);
                    length--;
                }
                lineStart = length;
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer);
        from = 0;
        to = Math.max(read, 0);
        return read > 0;
    }
}
