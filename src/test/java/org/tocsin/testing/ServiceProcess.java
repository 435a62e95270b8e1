package org.tocsin.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service in a process of its own, on a free port of the loopback interface. */
public final class ServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern UP = Pattern.compile("Tocsin is up at http://localhost:(\\d+).*");

    /** Half the work of a start goes into compiling well what these few seconds hardly repay, and a third of a first one into passwords. */
    private static final List<String> QUICK_TO_START =
            List.of("-XX:TieredStopAtLevel=1", "-Dtocsin.accounts.bcrypt-cost=4");

    private final Process process;
    private final Path errors;
    private final HttpClient http = HttpClient.newHttpClient();
    private String address;

    private ServiceProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Starts it, quickly and not for long, and does not wait.
     *
     * @param settings as {@code key=value}, or options of the virtual machine with their hyphen, such as {@code -Xmx512m}
     */
    public static ServiceProcess start(String... settings) throws IOException {
        return start(QUICK_TO_START, settings);
    }

    /** Starts it in a virtual machine with options of its own, such as {@code -Xmx512m}, and does not wait. */
    public static ServiceProcess start(List<String> jvmOptions, String... settings) throws IOException {
        List<String> command = command(jvmOptions, settings);
        Path errors = Files.createTempFile("tocsin-errors", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new ServiceProcess(process, errors);
    }

    /** What a command said, on both outputs, and its exit code. */
    public record Ended(int exitCode, String output, String errors) {}

    /** Runs a command of the packaged service to its end. */
    public static Ended run(String argument, String... settings) throws IOException, InterruptedException {
        List<String> command = command(QUICK_TO_START, settings);
        command.add(argument);
        Path errors = Files.createTempFile("tocsin-errors", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /** Waits until it says that it is up; gives the line in which it does. */
    public String awaitUp() throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher up = UP.matcher(line);
            if (up.matches()) {
                address = "http://127.0.0.1:" + up.group(1);
                readOn(output);
                return line;
            }
        }
        throw new IllegalStateException("the service did not start: " + errors());
    }

    // A pipe that nobody reads fills up, and then the service would wait.
    private static void readOn(BufferedReader output) {
        Thread reader = new Thread(
                () -> {
                    try {
                        output.transferTo(Writer.nullWriter());
                    } catch (IOException ended) {
                        return;
                    }
                },
                "read-on");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until one that does not get up has ended; gives its exit code. */
    public int awaitEnd() throws InterruptedException, IOException {
        process.inputReader().transferTo(Writer.nullWriter());
        return process.waitFor();
    }

    /** What it said on the error output so far. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Asks it; headers as name, value, name, value. */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Where it answers, once it is up. */
    public String address() {
        return address;
    }

    public long processId() {
        return process.pid();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Tells it to end, by SIGTERM, and waits until it has. */
    public int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    private static List<String> command(List<String> jvmOptions, String... settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=0");
        for (String setting : settings) {
            command.add(setting.startsWith("-") ? setting : "-D" + setting);
        }
        command.add("-jar");
        command.add(JAR.toAbsolutePath().toString());
        return command;
    }

    @Override
    public void close() throws Exception {
        kill();
        Files.deleteIfExists(errors);
    }
}
