package org.tocsin.platform.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tocsin.platform.StartRefused;

/** An embedded database in a process of its own, which a test can kill like a service. */
final class DatabaseProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader words;

    private DatabaseProcess(Process process) {
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs until its input ends; says one line: the address of the database with its logins, or why it does not start. */
    public static void main(String... args) throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]))) {
            System.out.println(database.jdbcUrl() + "?user=tocsin_owner&password="
                    + database.owner().password());
            System.in.read();
        } catch (StartRefused e) {
            System.out.println(e.getMessage());
        }
    }

    static DatabaseProcess start(Path folder) {
        try {
            return new DatabaseProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DatabaseProcess.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line it says; waits for it. */
    String word() throws IOException {
        return words.readLine();
    }

    /** Kills it at once, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        process.waitFor();
    }
}
