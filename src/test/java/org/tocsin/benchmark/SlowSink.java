package org.tocsin.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server that takes its time over each message: smtp-sink can wait for whole seconds only. */
final class SlowSink implements Sink {

    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final Duration perMessage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private SlowSink(ServerSocket listener, Duration perMessage) {
        this.listener = listener;
        this.perMessage = perMessage;
    }

    /** @param perMessage from the final dot to its answer */
    static SlowSink start(Duration perMessage) throws IOException {
        SlowSink sink = new SlowSink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), perMessage);
        sink.threads.submit(sink::accept);
        return sink;
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public long messages() {
        return messages.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            threads.submit(() -> serve(socket));
        }
        return null;
    }

    private Void serve(Socket socket) throws IOException, InterruptedException {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.ISO_8859_1)) {
            socket.setTcpNoDelay(true);
            answer(out, "220 slow.example.org ESMTP");
            for (String line = read(in); line != null; line = read(in)) {
                String command = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (command) {
                    case "EHLO" -> answer(out, "250-slow.example.org\r\n250-PIPELINING\r\n250 8BITMIME");
                    case "DATA" -> {
                        answer(out, "354 go on");
                        take(in);
                        answer(out, "250 2.0.0 taken");
                    }
                    case "QUIT" -> {
                        answer(out, "221 bye");
                        return null;
                    }
                    default -> answer(out, "250 2.0.0 ok");
                }
            }
        }
        return null;
    }

    private void take(BufferedReader in) throws IOException, InterruptedException {
        String line = read(in);
        while (line != null && !line.equals(".")) {
            line = read(in);
        }
        Thread.sleep(perMessage.toMillis());
        messages.incrementAndGet();
    }

    private String read(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line != null) {
            bytes.addAndGet(line.length() + 2L); // with its end, CR LF
        }
        return line;
    }

    private static void answer(Writer out, String answer) throws IOException {
        out.write(answer + "\r\n");
        out.flush();
    }
}
