package org.tocsin.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Postfix's {@code smtp-sink} on loopback. It takes every message and keeps each in a file of its own, finished before it
 * answers and dropped when the client goes away before the final dot: a ledger that no code of ours has written.
 */
final class MailSink implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-sink");
    private static final Pattern DELIVERY = Pattern.compile(
            "^X-Tocsin-Delivery: ([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\\.",
            Pattern.MULTILINE);

    /** One message that the sink took. */
    record Taken(UUID delivery, Instant at) {}

    private final Process process;
    private final Path ledger;
    private final int port;

    private MailSink(Process process, Path ledger, int port) {
        this.process = process;
        this.ledger = ledger;
        this.port = port;
    }

    /** @param folder that the sink's own user can pass through, for as root it gives up its rights */
    static MailSink start(Path folder) throws IOException {
        Path ledger = Files.createDirectory(folder.resolve("ledger"));
        Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "postgres"));
        }
        command.addAll(List.of("-d", ledger.resolve("%s.").toString(), "127.0.0.1:" + port, "200"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smtp-sink.log").toFile())
                .start();
        return new MailSink(process, ledger, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** How many messages it has taken, with those of which it has the beginning. */
    long count() throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            return files.count();
        }
    }

    /** What it has taken; to be asked when nothing is on its way. */
    List<Taken> taken() throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            List<Taken> all = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                all.add(read(file));
            }
            return all;
        }
    }

    private static Taken read(Path file) throws IOException {
        Matcher header = DELIVERY.matcher(Files.readString(file, StandardCharsets.UTF_8));
        if (!header.find()) {
            throw new IllegalStateException("a message of nobody's: " + file);
        }
        UUID delivery = UUID.fromString(
                String.join("-", header.group(1), header.group(2), header.group(3), header.group(4), header.group(5)));
        return new Taken(delivery, Files.getLastModifiedTime(file).toInstant());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
