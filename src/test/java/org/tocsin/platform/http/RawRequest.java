package org.tocsin.platform.http;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send. */
final class RawRequest implements AutoCloseable {

    private static final int CHUNK_BYTES = 8192;

    private final Socket socket;

    RawRequest() throws IOException {
        socket = new Socket("127.0.0.1", RestAssured.port);
    }

    String get(String target) throws IOException {
        write("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return answer();
    }

    /** Sends the beginning and that many bytes of filling, in chunks, and never ends the body. */
    String postChunked(String target, String contentType, String beginning, String filling, int bytes)
            throws IOException {
        write("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + contentType
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        chunk(beginning);
        try {
            for (int sent = 0; sent < bytes; sent += CHUNK_BYTES) {
                chunk(filling.repeat(CHUNK_BYTES / filling.length()));
            }
        } catch (SocketException e) {
            // The server has answered and closed: what this is about.
        }
        return answer();
    }

    private void chunk(String text) throws IOException {
        write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    private void write(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String answer() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = in.read()) {
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
