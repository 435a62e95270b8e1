package org.tocsin.benchmark;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postfix's {@code smtp-sink} on a free port of the loopback interface; it writes its running count (-c) into a file. */
final class SmtpSink implements Sink {

    private static final int BACKLOG = 1024;
    private static final int LAST_COUNTS_BYTES = 200;
    private static final Pattern COUNT = Pattern.compile("mesg=(\\d+)\\r");
    private static final Pattern BYTES_READ = Pattern.compile("rchar: (\\d+)");

    private final Process process;
    private final Path counts;
    private final int port;

    private SmtpSink(Process process, Path counts, int port) {
        this.process = process;
        this.counts = counts;
        this.port = port;
    }

    /** @param folder where the file with the counts goes */
    static SmtpSink start(Path folder) throws IOException {
        int port = freePort();
        Path counts = Files.createTempFile(folder, "sink", ".counts");
        List<String> command = new ArrayList<>(List.of(MailTools.SINK.toString(), "-c"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(BACKLOG)));
        Process process = new ProcessBuilder(command)
                .redirectOutput(counts.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        SmtpSink sink = new SmtpSink(process, counts, port);
        await().until(sink::listens);
        return sink;
    }

    @Override
    public int port() {
        return port;
    }

    long processId() {
        return process.pid();
    }

    @Override
    public long messages() {
        try (RandomAccessFile file = new RandomAccessFile(counts.toFile(), "r")) {
            long length = file.length();
            byte[] end = new byte[(int) Math.min(length, LAST_COUNTS_BYTES)];
            file.seek(length - end.length);
            file.readFully(end);
            long last = 0;
            Matcher matcher = COUNT.matcher(new String(end, StandardCharsets.US_ASCII));
            while (matcher.find()) {
                last = Long.parseLong(matcher.group(1));
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What the process has read from its sockets, see proc_pid_io(5); its few configuration files do not count.
    @Override
    public long bytes() {
        Path io = Path.of("/proc", Long.toString(process.pid()), "io");
        try {
            Matcher matcher = BYTES_READ.matcher(Files.readString(io));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("smtp-sink ended with exit code " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
