package org.tocsin.affected.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An upload written byte by byte, so that a test decides when and how it ends. */
public final class RawUpload implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;

    private RawUpload(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        out = socket.getOutputStream();
    }

    /** Begins an upload of CSV in chunks of unknown number. */
    static RawUpload chunked(int port, UUID incident, String... headers) throws IOException {
        return begin(port, incident, "Transfer-Encoding: chunked\r\n" + String.join("", headers));
    }

    /** Begins an upload of CSV that says how long it will be. */
    static RawUpload ofLength(int port, UUID incident, long length) throws IOException {
        return begin(port, incident, "Content-Length: " + length + "\r\n");
    }

    /**
     * Begins a part of an upload in parts, that says how long it will be.
     *
     * @param headers whole lines, each with its line end
     */
    public static RawUpload part(int port, UUID uploadId, long length, String headers) throws IOException {
        RawUpload upload = new RawUpload(port);
        upload.write("PATCH /api/v1/uploads/" + uploadId + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/offset+octet-stream\r\nTus-Resumable: 1.0.0\r\n" + headers
                + "Content-Length: " + length + "\r\n\r\n");
        return upload;
    }

    private static RawUpload begin(int port, UUID incident, String headers) throws IOException {
        RawUpload upload = new RawUpload(port);
        upload.write("POST /api/v1/incidents/" + incident + "/record-sets?name=raw HTTP/1.1\r\n"
                + "Host: 127.0.0.1\r\nContent-Type: text/csv\r\nConnection: close\r\n" + headers + "\r\n");
        return upload;
    }

    /** Writes bytes of the body, in UTF-8. */
    public void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void writeChunk(String text) throws IOException {
        write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** Ends a chunked upload as it should end, and reads the answer. */
    String finish() throws IOException {
        write("0\r\n\r\n");
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
