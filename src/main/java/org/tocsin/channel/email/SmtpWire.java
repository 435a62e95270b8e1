package org.tocsin.channel.email;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Our own end of a connection that the mail library has opened: commands out, replies in. The library asks and is answered
 * in turn, so no reply is owed when it hands over; what it may have read beyond the last one answers nothing of ours.
 */
final class SmtpWire {

    // RFC 5321, 4.5.3.1.5 allows 512 bytes a line; this is for all lines of one reply.
    private static final int MAX_REPLY_BYTES = 8_192;
    private static final int BUFFER_BYTES = 1_024;
    private static final int CODE_BYTES = 3;

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private final byte[] reply = new byte[MAX_REPLY_BYTES];
    private int replyBytes;

    SmtpWire(Socket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** In one piece: one packet, or one TLS record, where it fits. */
    void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** One or more commands with their line ends; in UTF-8, which only a server with SMTPUTF8 gets to see. */
    void send(String commands) throws IOException {
        send(commands.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads one reply, of one or more lines.
     *
     * @return its code, 200 to 599
     * @throws EOFException when the server has hung up
     * @throws ProtocolException for what is no reply, and for one without end
     */
    int read() throws IOException {
        replyBytes = 0;
        int code;
        int line;
        do {
            line = replyBytes;
            readLine();
            code = code(line);
        } while (reply[line + CODE_BYTES] == '-');
        return code;
    }

    /** The last reply's lines as they came. */
    String lastReply() {
        return new String(reply, 0, replyBytes, StandardCharsets.UTF_8);
    }

    /** Whether something has come that nobody asked for, such as a server's goodbye. */
    boolean unread() throws IOException {
        return next < end || in.available() > 0;
    }

    // Up to a line feed: some servers leave the carriage return out.
    private void readLine() throws IOException {
        byte b;
        do {
            b = readByte();
            if (replyBytes == MAX_REPLY_BYTES) {
                throw new ProtocolException("a reply without end");
            }
            reply[replyBytes++] = b;
        } while (b != '\n');
    }

    private byte readByte() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                throw new EOFException("the server has hung up");
            }
        }
        return buffer[next++];
    }

    private int code(int line) throws ProtocolException {
        int code = 0;
        for (int i = line; i < line + CODE_BYTES; i++) {
            // The line feed at a short line's end is no digit either.
            if (reply[i] < '0' || reply[i] > '9') {
                throw noReply();
            }
            code = code * 10 + reply[i] - '0';
        }
        byte after = reply[line + CODE_BYTES];
        boolean formed = after == ' ' || after == '-' || after == '\r' || after == '\n';
        if (!formed || code < 200 || code > 599) {
            throw noReply();
        }
        return code;
    }

    private static ProtocolException noReply() {
        return new ProtocolException("what the server says is no reply");
    }
}
