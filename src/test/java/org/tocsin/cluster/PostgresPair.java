package org.tocsin.cluster;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/** A PostgreSQL pair with automatic failover on loopback; see {@code src/test/cluster/pair}. */
final class PostgresPair implements AutoCloseable {

    private final Path folder;
    private final Properties service = new Properties();
    private final Thread atExit = new Thread(this::stop, "stop-pair");

    private PostgresPair(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit); // its processes outlive a test that is broken off
    }

    /** Starts it in a folder that does not exist yet, and waits until either node could take over from the other. */
    static PostgresPair start(Path folder) throws IOException, InterruptedException {
        PostgresPair pair = new PostgresPair(folder);
        try {
            pair.command("start");
            try (Reader reader = Files.newBufferedReader(folder.resolve("service.properties"))) {
                pair.service.load(reader);
            }
            return pair;
        } catch (IOException | InterruptedException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    /** The service's settings for this database, as {@code key=value}. */
    List<String> settings() {
        return service.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** Whichever node is the primary now, as the service's role. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                service.getProperty("quarkus.datasource.jdbc.url"),
                service.getProperty("quarkus.datasource.username"),
                service.getProperty("quarkus.datasource.password"));
    }

    /** Kills the primary like a power cut; gives the moment. */
    Instant killPrimary() throws IOException, InterruptedException {
        return Instant.ofEpochMilli(Long.parseLong(command("kill-primary")));
    }

    /** Stops the primary where it is, like a hung machine: connections stay open and nothing answers; gives the moment. */
    Instant freezePrimary() throws IOException, InterruptedException {
        return Instant.ofEpochMilli(Long.parseLong(command("freeze-primary")));
    }

    /** A line for each node: name, port, and what it is. */
    String status() throws IOException, InterruptedException {
        return command("status");
    }

    /** Starts the killed node again, or lets the frozen one go on, and waits until it follows the new primary. */
    void revive() throws IOException, InterruptedException {
        command("revive");
    }

    private String command(String name) throws IOException, InterruptedException {
        Script.Ended ended = Script.run("pair", folder.toString(), name);
        if (ended.exitCode() != 0) {
            throw new IllegalStateException("pair " + name + ": " + ended.errors());
        }
        return ended.output();
    }

    private void stop() {
        try {
            Script.run("pair", folder.toString(), "stop");
        } catch (IOException e) {
            throw new IllegalStateException("the pair in " + folder + " could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
