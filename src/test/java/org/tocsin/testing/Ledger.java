package org.tocsin.testing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What providers have really been handed, written by the stand-ins themselves: the outside judge of what a service says that
 * it did. An append-only file with one line per event, so that a million messages take no memory.
 */
public final class Ledger implements AutoCloseable {

    /** What happened to a message. */
    public enum Event {
        /** The provider has it, whatever the client was told. */
        TAKEN,
        /** The answer to a message that was taken did not go out. */
        UNANSWERED,
        /** The provider said no. */
        REFUSED,
        /** The client went away, or was cut off, before the message was whole. */
        ABANDONED
    }

    /**
     * One line.
     *
     * @param server which of the stand-ins
     * @param connection counted from 1 for each server; 0 where there is none to speak of
     * @param delivery named by the message itself, or null when it did not come so far
     * @param recipient a mailbox or a number
     * @param body SHA-256 of the decoded content in hex, or empty
     */
    public record Entry(
            Instant at,
            String server,
            int connection,
            Event event,
            SmtpStage stage,
            UUID delivery,
            String recipient,
            String body) {

        private String line() {
            return String.join(
                    "\t",
                    Long.toString(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000),
                    server,
                    Integer.toString(connection),
                    event.name(),
                    stage.name(),
                    delivery == null ? "\\N" : delivery.toString(), // as PostgreSQL's COPY writes NULL
                    recipient,
                    body);
        }

        private static Entry parse(String line) {
            String[] cells = line.split("\t", -1);
            long micros = Long.parseLong(cells[0]);
            return new Entry(
                    Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000),
                    cells[1],
                    Integer.parseInt(cells[2]),
                    Event.valueOf(cells[3]),
                    SmtpStage.valueOf(cells[4]),
                    cells[5].equals("\\N") ? null : UUID.fromString(cells[5]),
                    cells[6],
                    cells[7]);
        }
    }

    private final Path file;
    private final BufferedWriter writer;
    private final ConcurrentMap<Event, AtomicLong> counts = new ConcurrentHashMap<>();

    private Ledger(Path file) throws IOException {
        this.file = file;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** @param file made anew; an old one is written over */
    public static Ledger at(Path file) {
        try {
            return new Ledger(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void append(Entry entry) {
        String line = entry.line();
        try {
            synchronized (writer) {
                writer.write(line);
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a ledger that cannot be written judges nothing", e);
        }
        counts.computeIfAbsent(entry.event(), any -> new AtomicLong()).incrementAndGet();
    }

    /** How many events of this kind there have been. */
    public long count(Event event) {
        AtomicLong count = counts.get(event);
        return count == null ? 0 : count.get();
    }

    /** Everything about recipients with this in them. For small ledgers: it reads the file from its beginning. */
    public List<Entry> about(String recipientPart) {
        try (Stream<String> lines = Files.lines(file())) {
            return lines.map(Entry::parse)
                    .filter(entry -> entry.recipient().contains(recipientPart))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with everything that has been appended so far: tab-separated, as PostgreSQL's COPY reads it. */
    public Path file() {
        try {
            synchronized (writer) {
                writer.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Override
    public void close() {
        try {
            synchronized (writer) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
